package dev.tollgate.http;

import dev.tollgate.config.Bounds;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.Optional;

/// Splits a byte stream into server-sent events, whatever pieces it arrives in. Source: WHATWG HTML, "Server-sent events".
///
/// Lines end with LF, CRLF or CR; after a CR the next byte is awaited, to see which.
public final class EventReader {
    private static final int BUFFER_BYTES = 16 * 1024;

    private final InputStream in;
    private final byte[] buffer = new byte[BUFFER_BYTES];
    private int position;
    private int limit;

    public EventReader(InputStream in) {
        this.in = in;
    }

    /// The next event, or what there is of one when the stream ends without the blank line; empty at the stream's end.
    ///
    /// @throws IOException if the stream breaks, or an event is larger than [Bounds#MAX_EVENT_BYTES]
    public Optional<Event> next() throws IOException {
        ByteArrayOutputStream raw = new ByteArrayOutputStream(512);
        StringBuilder data = new StringBuilder();
        boolean hasData = false;
        while (true) {
            int lineStart = raw.size();
            int lineEnd = readLine(raw);
            if (lineEnd < 0) {
                return raw.size() == 0
                        ? Optional.empty()
                        : Optional.of(new Event(raw.toByteArray(), data.toString(), false));
            }
            if (lineEnd == lineStart) {
                return Optional.of(new Event(raw.toByteArray(), data.toString(), true));
            }
            Optional<String> value = dataOf(raw, lineStart, lineEnd);
            if (value.isPresent()) {
                data.append(hasData ? "\n" : "").append(value.get());
                hasData = true;
            }
        }
    }

    /// Copies one line and its end to `raw`.
    ///
    /// @return where the line's text ends in `raw`, or -1 if the stream ended first
    private int readLine(ByteArrayOutputStream raw) throws IOException {
        while (true) {
            int next = read();
            if (next < 0) {
                return -1;
            }
            int textEnd = raw.size();
            raw.write(next);
            if (raw.size() > Bounds.MAX_EVENT_BYTES) {
                throw new IOException(
                        "an event is larger than " + Bounds.MAX_EVENT_BYTES + " bytes");
            }
            if (next == '\n') {
                return textEnd;
            }
            if (next == '\r') {
                if (peek() == '\n') {
                    raw.write(read());
                }
                return textEnd;
            }
        }
    }

    private static Optional<String> dataOf(ByteArrayOutputStream raw, int from, int to) {
        String line = new String(raw.toByteArray(), from, to - from, StandardCharsets.UTF_8);
        if (!line.startsWith("data:")) {
            return Optional.empty();
        }
        return Optional.of(line.substring(line.startsWith("data: ") ? 6 : 5));
    }

    private int read() throws IOException {
        return fill() ? buffer[position++] & 0xFF : -1;
    }

    private int peek() throws IOException {
        return fill() ? buffer[position] & 0xFF : -1;
    }

    private boolean fill() throws IOException {
        if (position == limit) {
            position = 0;
            limit = Math.max(0, in.read(buffer));
        }
        return position < limit;
    }

    /// One event.
    ///
    /// @param raw its bytes as they came, comments and the closing blank line included
    /// @param data its `data` lines, joined by LF; empty if it has none
    /// @param complete whether the blank line that ends it was there
    public record Event(byte[] raw, String data, boolean complete) {}
}
