package dev.tollgate.testkit.sim;

import static org.junit.jupiter.api.Assertions.assertEquals;

import com.fasterxml.jackson.databind.JsonNode;
import dev.tollgate.testkit.sim.dialect.Json;
import java.io.ByteArrayInputStream;
import java.io.DataInputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.zip.CRC32;

/// One message of an event stream, whose checksums held.
record Frame(Map<String, String> headers, JsonNode payload) {

    String type() {
        return headers.getOrDefault(":event-type", headers.getOrDefault(":exception-type", ""));
    }

    /// Reads whole messages; what is left at the end is not one.
    static List<Frame> all(byte[] bytes) {
        try {
            var frames = new ArrayList<Frame>();
            int at = 0;
            while (at + 4 <= bytes.length) {
                int length = data(bytes, at).readInt();
                if (at + length > bytes.length) {
                    break;
                }
                frames.add(read(Arrays.copyOfRange(bytes, at, at + length)));
                at += length;
            }
            return frames;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static Frame read(byte[] message) throws IOException {
        assertEquals(checksum(message, 8), data(message, 8).readInt());
        int end = message.length - 4;
        assertEquals(checksum(message, end), data(message, end).readInt());
        int headerBytes = data(message, 4).readInt();
        var in = data(message, 12);
        var headers = new LinkedHashMap<String, String>();
        while (in.available() > message.length - 12 - headerBytes) {
            var name = new String(in.readNBytes(in.readUnsignedByte()), StandardCharsets.UTF_8);
            assertEquals(7, in.readByte());
            headers.put(
                    name,
                    new String(in.readNBytes(in.readUnsignedShort()), StandardCharsets.UTF_8));
        }
        return new Frame(headers, Json.parse(Arrays.copyOfRange(message, 12 + headerBytes, end)));
    }

    private static int checksum(byte[] message, int bytes) {
        var crc = new CRC32();
        crc.update(message, 0, bytes);
        return (int) crc.getValue();
    }

    private static DataInputStream data(byte[] bytes, int at) {
        return new DataInputStream(new ByteArrayInputStream(bytes, at, bytes.length - at));
    }
}
