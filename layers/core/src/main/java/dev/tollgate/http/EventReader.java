package dev.tollgate.http;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.tollgate.config.Bounds;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
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
        Raw raw = new Raw();
        StringBuilder data = new StringBuilder();
        boolean hasData = false;
        String name = "";
        while (true) {
            int lineStart = raw.size();
            int lineEnd = readLine(raw);
            if (lineEnd < 0) {
                return raw.size() == 0
                        ? Optional.empty()
                        : Optional.of(new Event(raw.toByteArray(), name, data.toString(), false));
            }
            if (lineEnd == lineStart) {
                return Optional.of(new Event(raw.toByteArray(), name, data.toString(), true));
            }
            String line = raw.text(lineStart, lineEnd);
            name = field("event", line).orElse(name);
            Optional<String> more = field("data", line);
            if (more.isPresent()) {
                data.append(hasData ? "\n" : "").append(more.get());
                hasData = true;
            }
        }
    }

    /// Copies one line and its end to `raw`.
    ///
    /// @return where the line's text ends in `raw`, or -1 if the stream ended first
    private int readLine(Raw raw) throws IOException {
        while (fill()) {
            int end = position;
            while (end < limit && buffer[end] != '\n' && buffer[end] != '\r') {
                end++;
            }
            take(end - position, raw);
            if (end < limit) {
                int textEnd = raw.size();
                boolean carriageReturn = buffer[position] == '\r';
                take(1, raw);
                if (carriageReturn && fill() && buffer[position] == '\n') {
                    take(1, raw);
                }
                return textEnd;
            }
        }
        return -1;
    }

    private void take(int bytes, Raw raw) throws IOException {
        raw.write(buffer, position, bytes);
        position += bytes;
        if (raw.size() > Bounds.MAX_EVENT_BYTES) {
            throw new IOException("an event is larger than " + Bounds.MAX_EVENT_BYTES + " bytes");
        }
    }

    private static Optional<String> field(String name, String line) {
        int colon = name.length();
        if (!line.startsWith(name) || line.length() == colon || line.charAt(colon) != ':') {
            return Optional.empty();
        }
        boolean space = line.startsWith(" ", colon + 1);
        return Optional.of(line.substring(colon + (space ? 2 : 1)));
    }

    /// @return whether there is a byte to look at; waits for one
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
    /// @param name its `event` field, empty if it has none
    /// @param data its `data` lines, joined by LF; empty if it has none
    /// @param complete whether the blank line that ends it was there
    public record Event(byte[] raw, String name, String data, boolean complete) {}

    /// An event's bytes so far, parts of which can be read as text.
    private static final class Raw extends ByteArrayOutputStream {
        Raw() {
            super(512);
        }

        String text(int from, int to) {
            return new String(buf, from, to - from, UTF_8);
        }
    }
}
