package dev.tollgate.provider.bedrock;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.tollgate.config.Bounds;
import dev.tollgate.http.EventReader.Event;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.SequenceInputStream;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.zip.CRC32;
import org.junit.jupiter.api.Test;

class EventStreamTest {
    private static final byte[] HELLO = Frames.event("messageStart", "{\"role\":\"assistant\"}");
    private static final byte[] STREAM =
            Frames.join(HELLO, Frames.event("contentBlockDelta", "{\"delta\":{\"text\":\"Hé\"}}"));

    private static List<String> names(List<Event> events) {
        return events.stream().map(Event::name).toList();
    }

    @Test
    void a_frame_is_an_event_of_its_type() throws IOException {
        List<Event> events = Frames.read(new ByteArrayInputStream(STREAM));

        assertEquals(List.of("messageStart", "contentBlockDelta"), names(events));
        assertEquals("{\"delta\":{\"text\":\"Hé\"}}", events.getLast().data());
        assertTrue(events.stream().allMatch(Event::complete));
        assertEquals(
                ByteBuffer.wrap(STREAM),
                ByteBuffer.wrap(Frames.join(events.get(0).raw(), events.get(1).raw())));
    }

    @Test
    void frames_may_arrive_in_any_pieces() throws IOException {
        for (int cut = 0; cut <= STREAM.length; cut++) {
            InputStream pieces =
                    new SequenceInputStream(
                            new ByteArrayInputStream(STREAM, 0, cut),
                            new ByteArrayInputStream(STREAM, cut, STREAM.length - cut));
            assertEquals(2, Frames.read(pieces).size(), "cut at " + cut);
        }
        for (int seed = 0; seed < 50; seed++) {
            assertEquals(2, Frames.read(new Frames.Dribble(STREAM, new Random(seed))).size());
        }
    }

    @Test
    void a_stream_that_ends_inside_a_frame_is_cut_there() throws IOException {
        for (int length = 1; length < HELLO.length; length++) {
            List<Event> events =
                    Frames.read(new ByteArrayInputStream(Arrays.copyOf(HELLO, length)));
            assertEquals(1, events.size());
            assertFalse(events.getFirst().complete(), "cut at " + length);
        }
    }

    @Test
    void a_wrong_bit_anywhere_is_never_read_as_an_event() {
        for (int at = 0; at < HELLO.length * 8; at++) {
            byte[] wrong = HELLO.clone();
            wrong[at / 8] ^= (byte) (1 << (at % 8));
            assertThrows(
                    IOException.class,
                    () -> Frames.read(new ByteArrayInputStream(wrong)),
                    "bit " + at);
        }
    }

    @Test
    void a_frame_has_a_smallest_and_a_largest_size() {
        for (int length : new int[] {-1, 0, 15, Bounds.MAX_EVENT_BYTES + 1}) {
            assertThrows(
                    IOException.class,
                    () -> Frames.read(new ByteArrayInputStream(prelude(length))),
                    "length " + length);
        }
    }

    /// With a right checksum.
    private static byte[] prelude(int length) {
        ByteBuffer fields = ByteBuffer.allocate(12).putInt(length).putInt(0);
        CRC32 sum = new CRC32();
        sum.update(fields.array(), 0, 8);
        return fields.putInt((int) sum.getValue()).array();
    }

    @Test
    void headers_that_are_none_are_no_event() {
        byte[] frame = HELLO.clone();
        frame[12] = (byte) 0xFF;
        CRC32 sum = new CRC32();
        sum.update(frame, 0, frame.length - 4);
        ByteBuffer.wrap(frame).putInt(frame.length - 4, (int) sum.getValue());

        assertThrows(IOException.class, () -> Frames.read(new ByteArrayInputStream(frame)));
    }

    @Test
    void what_went_wrong_is_named_so() throws IOException {
        byte[] stream =
                Frames.join(
                        Frames.exception("throttlingException", "{}"),
                        Frames.frame(
                                Map.of(":message-type", "error", ":error-code", "InternalFailure"),
                                ""),
                        Frames.frame(Map.of(), ""));

        assertEquals(
                List.of("exception:throttlingException", "exception:InternalFailure", ""),
                names(Frames.read(new ByteArrayInputStream(stream))));
    }
}
