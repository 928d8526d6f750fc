package dev.tollgate.testkit.sim.bedrock;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.tollgate.testkit.sim.dialect.Json;
import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.zip.CRC32;

/// The framing of AWS's event streams. A message is its length and that of its headers, a checksum
/// of both, the headers, the payload, and a checksum of it all; numbers are big-endian.
///
/// @see <a href="https://smithy.io/2.0/aws/amazon-eventstream.html">Amazon event stream specification</a>
final class EventStream {

    static final String CONTENT_TYPE = "application/vnd.amazon.eventstream";

    private static final byte STRING = 7;
    private static final int PRELUDE_BYTES = 12;
    private static final int CHECKSUM_BYTES = 4;
    private static final String JSON = "application/json";

    private EventStream() {}

    static byte[] event(String type, ObjectNode payload) {
        return event(type, Json.bytes(payload));
    }

    /// An event with a payload that need not be what it says.
    static byte[] event(String type, byte[] payload) {
        var headers = new ByteArrayOutputStream();
        header(headers, ":event-type", type);
        header(headers, ":content-type", JSON);
        header(headers, ":message-type", "event");
        return message(headers.toByteArray(), payload);
    }

    static byte[] exception(String type, ObjectNode payload) {
        var headers = new ByteArrayOutputStream();
        header(headers, ":exception-type", type);
        header(headers, ":content-type", JSON);
        header(headers, ":message-type", "exception");
        return message(headers.toByteArray(), Json.bytes(payload));
    }

    private static void header(ByteArrayOutputStream headers, String name, String value) {
        var nameBytes = name.getBytes(StandardCharsets.UTF_8);
        var valueBytes = value.getBytes(StandardCharsets.UTF_8);
        headers.write(nameBytes.length);
        headers.writeBytes(nameBytes);
        headers.write(STRING);
        headers.write(valueBytes.length >>> 8);
        headers.write(valueBytes.length);
        headers.writeBytes(valueBytes);
    }

    private static byte[] message(byte[] headers, byte[] payload) {
        int length = PRELUDE_BYTES + headers.length + payload.length + CHECKSUM_BYTES;
        var message = new byte[length];
        var out = ByteBuffer.wrap(message);
        out.putInt(length).putInt(headers.length).putInt(checksum(message, out.position()));
        out.put(headers).put(payload).putInt(checksum(message, out.position()));
        return message;
    }

    /// The CRC-32 of the first bytes.
    private static int checksum(byte[] message, int bytes) {
        var crc = new CRC32();
        crc.update(message, 0, bytes);
        return (int) crc.getValue();
    }
}
