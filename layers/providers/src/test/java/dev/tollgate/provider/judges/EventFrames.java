package dev.tollgate.provider.judges;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.databind.JsonNode;
import dev.tollgate.http.Json;
import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.util.Map;
import java.util.zip.CRC32;

/// Frames of an AWS event stream out of lines of JSON: `{"messageStop": {...}}` is an event, `{"!throttlingException": {...}}` an exception.
final class EventFrames {
    private static final byte TEXT = 7;

    private EventFrames() {}

    static byte[] encode(String lines) {
        ByteArrayOutputStream all = new ByteArrayOutputStream();
        lines.lines()
                .filter(line -> !line.isBlank())
                .forEach(line -> all.writeBytes(frame(Json.tree(line.getBytes(UTF_8)))));
        return all.toByteArray();
    }

    private static byte[] frame(JsonNode line) {
        Map.Entry<String, JsonNode> event = line.properties().iterator().next();
        boolean failed = event.getKey().startsWith("!");
        ByteArrayOutputStream headers = new ByteArrayOutputStream();
        header(
                failed ? ":exception-type" : ":event-type",
                event.getKey().replace("!", ""),
                headers);
        header(":content-type", "application/json", headers);
        header(":message-type", failed ? "exception" : "event", headers);
        byte[] payload = Json.bytes(event.getValue());
        int length = 12 + headers.size() + payload.length + 4;
        ByteBuffer frame = ByteBuffer.allocate(length).putInt(length).putInt(headers.size());
        frame.putInt(checksum(frame)).put(headers.toByteArray()).put(payload);
        return frame.putInt(checksum(frame)).array();
    }

    private static void header(String name, String value, ByteArrayOutputStream headers) {
        headers.write(name.length());
        headers.writeBytes(name.getBytes(UTF_8));
        headers.write(TEXT);
        headers.writeBytes(ByteBuffer.allocate(2).putShort((short) value.length()).array());
        headers.writeBytes(value.getBytes(UTF_8));
    }

    /// Of what has been put in so far.
    private static int checksum(ByteBuffer frame) {
        CRC32 checksum = new CRC32();
        checksum.update(frame.duplicate().flip());
        return (int) checksum.getValue();
    }
}
