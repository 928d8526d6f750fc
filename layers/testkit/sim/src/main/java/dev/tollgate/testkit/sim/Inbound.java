package dev.tollgate.testkit.sim;

import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.time.Duration;

/// The bytes a client sends, buffered; and the place where a connection waits.
///
/// A wait is a read with a timeout, so it ends the moment the client leaves or the socket is
/// closed.
final class Inbound {

    private static final int BUFFER_BYTES = 16 << 10;
    private static final int DRAIN_BYTES = 64 << 20;
    private static final int DRAIN_MILLIS = 500;

    private final Socket socket;
    private final InputStream in;
    private final byte[] buffer = new byte[BUFFER_BYTES];
    private int start;
    private int end;

    Inbound(Socket socket) throws IOException {
        this.socket = socket;
        this.in = socket.getInputStream();
    }

    /// The next byte, or -1 at the end.
    int read() throws IOException {
        if (start == end) {
            start = 0;
            end = Math.max(0, in.read(buffer));
            if (end == 0) {
                return -1;
            }
        }
        return buffer[start++] & 0xff;
    }

    /// Fills the array from `offset` on.
    ///
    /// @throws EOFException if the client ends before
    void readFully(byte[] bytes, int offset, int length) throws IOException {
        int buffered = Math.min(length, end - start);
        System.arraycopy(buffer, start, bytes, offset, buffered);
        start += buffered;
        if (in.readNBytes(bytes, offset + buffered, length - buffered) < length - buffered) {
            throw new EOFException();
        }
    }

    /// Waits; what the client sends meanwhile is kept for its next request.
    ///
    /// @throws IOException as soon as the client leaves or the server closes
    void pause(Duration wait) throws IOException {
        long until = System.nanoTime() + wait.toNanos();
        for (long left = wait.toNanos(); left > 0; left = until - System.nanoTime()) {
            socket.setSoTimeout((int) Math.max(1, left / 1_000_000));
            try {
                keep();
            } catch (SocketTimeoutException e) {
                // nothing came, as it should be
            }
        }
        socket.setSoTimeout(0);
    }

    /// Waits for the client to leave or the server to close: it always ends by throwing.
    void pauseForEver() throws IOException {
        socket.setSoTimeout(0);
        while (true) {
            keep();
        }
    }

    /// Reads away what the client still sends, so that closing does not reset the reply it has not
    /// read yet.
    void drain() throws IOException {
        socket.setSoTimeout(DRAIN_MILLIS);
        for (long drained = 0; drained < DRAIN_BYTES; ) {
            int read = in.read(buffer);
            if (read < 0) {
                return;
            }
            drained += read;
        }
    }

    private void keep() throws IOException {
        System.arraycopy(buffer, start, buffer, 0, end - start);
        end -= start;
        start = 0;
        int read = end == buffer.length ? -1 : in.read(buffer, end, buffer.length - end);
        if (read < 0) {
            throw new EOFException("the client left, or sent too much while it was to wait");
        }
        end += read;
    }
}
