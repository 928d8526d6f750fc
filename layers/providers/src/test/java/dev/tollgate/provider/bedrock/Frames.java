package dev.tollgate.provider.bedrock;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.tollgate.http.EventReader.Event;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import software.amazon.eventstream.HeaderValue;
import software.amazon.eventstream.Message;

/// Event streams for tests.
final class Frames {
    private Frames() {}

    static byte[] event(String type, String payload) {
        return frame(Map.of(":message-type", "event", ":event-type", type), payload);
    }

    static byte[] exception(String type, String payload) {
        return frame(Map.of(":message-type", "exception", ":exception-type", type), payload);
    }

    static byte[] frame(Map<String, String> headers, String payload) {
        Map<String, HeaderValue> values = new java.util.TreeMap<>();
        headers.forEach((name, value) -> values.put(name, HeaderValue.fromString(value)));
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        new Message(values, payload.getBytes(UTF_8)).encode(out);
        return out.toByteArray();
    }

    static byte[] join(byte[]... frames) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        for (byte[] frame : frames) {
            out.writeBytes(frame);
        }
        return out.toByteArray();
    }

    /// All events of a stream, to its end.
    static List<Event> read(InputStream in) throws IOException {
        EventStream stream = new EventStream(in);
        List<Event> events = new ArrayList<>();
        for (Optional<Event> next = stream.next(); next.isPresent(); next = stream.next()) {
            events.add(next.get());
        }
        return events;
    }

    /// Gives a random few bytes at each read.
    static final class Dribble extends ByteArrayInputStream {
        private final Random random;

        Dribble(byte[] bytes, Random random) {
            super(bytes);
            this.random = random;
        }

        @Override
        public int read(byte[] target, int offset, int length) {
            return super.read(target, offset, Math.min(length, 1 + random.nextInt(40)));
        }

        @Override
        public byte[] readNBytes(int length) {
            byte[] all = new byte[Math.min(length, available())];
            for (int done = 0; done < all.length; ) {
                done += read(all, done, all.length - done);
            }
            return all;
        }
    }
}
