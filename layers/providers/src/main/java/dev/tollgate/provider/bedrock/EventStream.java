package dev.tollgate.provider.bedrock;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.tollgate.config.Bounds;
import dev.tollgate.http.EventReader.Event;
import dev.tollgate.provider.wire.EventSource;
import java.io.IOException;
import java.io.InputStream;
import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.util.Map;
import java.util.Optional;
import java.util.zip.CRC32;
import software.amazon.eventstream.HeaderValue;
import software.amazon.eventstream.Message;

/// Cuts `application/vnd.amazon.eventstream` into events: frames of headers and a payload, with a checksum over the lengths and one over all.
///
/// An event is named as its frame's `:event-type` says. What went wrong is named [#EXCEPTION] and the kind of it.
final class EventStream implements EventSource {
    static final String EXCEPTION = "exception:";

    private static final int PRELUDE_BYTES = 12;
    private static final int SMALLEST_FRAME = PRELUDE_BYTES + 4;

    private final InputStream in;

    EventStream(InputStream in) {
        this.in = in;
    }

    /// @throws IOException if the stream breaks, a checksum is wrong, or a frame is larger than [Bounds#MAX_EVENT_BYTES]
    @Override
    public Optional<Event> next() throws IOException {
        byte[] prelude = in.readNBytes(PRELUDE_BYTES);
        if (prelude.length < PRELUDE_BYTES) {
            return prelude.length == 0 ? Optional.empty() : Optional.of(cut(prelude));
        }
        int length = lengthOf(prelude);
        byte[] rest = in.readNBytes(length - PRELUDE_BYTES);
        byte[] frame =
                ByteBuffer.allocate(PRELUDE_BYTES + rest.length).put(prelude).put(rest).array();
        return Optional.of(frame.length < length ? cut(frame) : event(frame));
    }

    /// The lengths have a checksum of their own, so that nobody waits for the end of a frame that has none.
    private static int lengthOf(byte[] prelude) throws IOException {
        ByteBuffer fields = ByteBuffer.wrap(prelude);
        CRC32 sum = new CRC32();
        sum.update(prelude, 0, 8);
        if (fields.getInt(8) != (int) sum.getValue()) {
            throw new IOException("a frame's lengths don't match their checksum");
        }
        int length = fields.getInt(0);
        if (length < SMALLEST_FRAME || length > Bounds.MAX_EVENT_BYTES) {
            throw new IOException(
                    "need a frame of %d to %d bytes, got %d"
                            .formatted(SMALLEST_FRAME, Bounds.MAX_EVENT_BYTES, length));
        }
        return length;
    }

    private static Event cut(byte[] raw) {
        return new Event(raw, "", "", false);
    }

    private static Event event(byte[] raw) throws IOException {
        try {
            Message message = Message.decode(ByteBuffer.wrap(raw));
            String data = new String(message.getPayload(), UTF_8);
            return new Event(raw, name(message.getHeaders()), data, true);
        } catch (IllegalArgumentException | IllegalStateException | BufferUnderflowException e) {
            throw new IOException("a frame is malformed, or does not match its checksum", e);
        }
    }

    private static String name(Map<String, HeaderValue> headers) {
        return switch (text(headers, ":message-type")) {
            case "exception" -> EXCEPTION + text(headers, ":exception-type");
            case "error" -> EXCEPTION + text(headers, ":error-code");
            default -> text(headers, ":event-type");
        };
    }

    private static String text(Map<String, HeaderValue> headers, String name) {
        HeaderValue value = headers.get(name);
        return value == null ? "" : value.getString();
    }
}
