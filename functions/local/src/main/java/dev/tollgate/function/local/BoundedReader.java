package dev.tollgate.function.local;

import dev.tollgate.config.Bounds;
import io.helidon.common.buffers.DataReader;
import org.jspecify.annotations.Nullable;

/// Reads a connection without ever holding more of it than [#MAX_HELD_BYTES].
///
/// The server reads a chunk of a body, and the line that announces it, as a whole, however long they are.
final class BoundedReader {
    /// A whole body in one chunk, and a little of what follows it.
    static final int MAX_HELD_BYTES = Bounds.MAX_BODY_BYTES + 64 * 1024;

    private final DataReader connection;
    private @Nullable DataReader reader;

    private BoundedReader(DataReader connection) {
        this.connection = connection;
    }

    /// A reader that throws [Overflow] where `connection` would grow without bound.
    static DataReader over(DataReader connection) {
        BoundedReader bounded = new BoundedReader(connection);
        DataReader reader = new DataReader(bounded::pull);
        bounded.reader = reader;
        return reader;
    }

    private byte[] pull() {
        if (reader != null && reader.available() > MAX_HELD_BYTES) {
            throw new Overflow();
        }
        return connection.readBuffer().readBytes();
    }

    /// One piece of a request is larger than any that is allowed.
    static final class Overflow extends RuntimeException {
        private static final long serialVersionUID = 1L;

        Overflow() {
            super("more than " + MAX_HELD_BYTES + " bytes in one piece", null, false, false);
        }
    }
}
