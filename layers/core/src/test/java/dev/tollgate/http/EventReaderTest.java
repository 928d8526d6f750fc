package dev.tollgate.http;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.tollgate.config.Bounds;
import dev.tollgate.http.EventReader.Event;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class EventReaderTest {

    private static List<Event> read(InputStream in) throws IOException {
        EventReader reader = new EventReader(in);
        List<Event> events = new ArrayList<>();
        for (Optional<Event> next = reader.next(); next.isPresent(); next = reader.next()) {
            events.add(next.get());
        }
        return events;
    }

    private static List<String> data(String stream) throws IOException {
        return read(new ByteArrayInputStream(stream.getBytes(UTF_8))).stream()
                .map(Event::data)
                .toList();
    }

    @ParameterizedTest
    @ValueSource(strings = {"\n", "\r\n", "\r"})
    void lines_may_end_in_any_of_three_ways(String end) throws IOException {
        String stream =
                String.join(end, "data: one", "", "event: x", "data:two", "data: three", "", "");

        assertEquals(List.of("one", "two\nthree"), data(stream));
    }

    @Test
    void comments_and_other_fields_carry_no_data() throws IOException {
        assertEquals(List.of("", "a"), data(": keep-alive\n\nid: 7\nretry: 1\ndata: a\n\n"));
    }

    @Test
    void an_event_without_its_blank_line_is_not_complete() throws IOException {
        List<Event> events = read(new ByteArrayInputStream("data: a\n\ndata: b\n".getBytes(UTF_8)));

        assertFalse(events.getLast().complete());
    }

    @Test
    void an_event_of_very_many_lines_is_read_in_one_go() throws IOException {
        String stream = "data:\n".repeat(100_000) + "\n";

        assertEquals(99_999, data(stream).getFirst().length());
    }

    @Test
    void an_event_beyond_its_bound_is_refused() {
        byte[] huge = ("data: " + "x".repeat(Bounds.MAX_EVENT_BYTES) + "\n\n").getBytes(UTF_8);

        assertThrows(IOException.class, () -> read(new ByteArrayInputStream(huge)));
    }

    @Test
    void any_pieces_give_the_same_events_and_all_the_bytes() throws IOException {
        byte[] stream =
                ": hi\r\n\r\ndata: {\"a\":\"héllo €\"}\n\nevent: e\rdata: 1\rdata: 2\r\rdata: [DONE]\r\n\r\n"
                        .getBytes(UTF_8);
        List<String> whole =
                read(new ByteArrayInputStream(stream)).stream().map(Event::data).toList();
        Random random = new Random(42);
        for (int run = 0; run < 500; run++) {
            List<Event> pieces = read(new Pieces(stream, random));
            ByteArrayOutputStream raw = new ByteArrayOutputStream();
            pieces.forEach(event -> raw.writeBytes(event.raw()));

            assertEquals(whole, pieces.stream().map(Event::data).toList());
            assertEquals(new String(stream, UTF_8), raw.toString(UTF_8));
        }
    }

    /// Gives a random few bytes at each read.
    private static final class Pieces extends ByteArrayInputStream {
        private final Random random;

        Pieces(byte[] bytes, Random random) {
            super(bytes);
            this.random = random;
        }

        @Override
        public int read(byte[] target, int offset, int length) {
            return super.read(target, offset, Math.min(length, 1 + random.nextInt(5)));
        }

        @Override
        public int read(byte[] target) {
            return read(target, 0, target.length);
        }
    }
}
