package dev.tollgate.cache;

import static dev.tollgate.cache.Samples.COMPLETION;
import static dev.tollgate.cache.Samples.NOON;
import static dev.tollgate.cache.Samples.ONE;
import static dev.tollgate.cache.Samples.SUMMARY;
import static dev.tollgate.cache.Samples.TARGET;
import static dev.tollgate.cache.Samples.call;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.tollgate.routing.Answer.Streamed;
import dev.tollgate.routing.Answer.Whole;
import dev.tollgate.routing.Call;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class CaptureTest {
    private static final Call WHOLE = call(ONE, "{\"say\":\"hi\"}");
    private static final Call STREAM = call(ONE, "{\"say\":\"hi\",\"stream\":true}");

    private static Streamed stream() {
        Kept said = Samples.kept(STREAM, "", Optional.of(COMPLETION));
        return (Streamed) Replay.of(said, STREAM).orElseThrow();
    }

    private static byte[] bytes(String text) {
        return text.getBytes(UTF_8);
    }

    @Test
    void a_whole_answer_is_kept_as_it_was_given() {
        Whole answer =
                new Whole(bytes("all of it"), SUMMARY, List.of("seed"), Optional.of(COMPLETION));

        Kept kept = new Capture(WHOLE).whole(answer, TARGET, NOON).orElseThrow();

        assertArrayEquals(bytes("all of it"), kept.bytes());
        assertEquals(Form.of(WHOLE), kept.form());
        assertEquals(Optional.of(COMPLETION), kept.completion());
        assertEquals(SUMMARY, kept.summary());
        assertEquals(TARGET, kept.target());
        assertEquals(List.of("seed"), kept.dropped());
        assertEquals(NOON, kept.at());
    }

    @Test
    void a_stream_is_kept_at_its_end_with_all_of_its_pieces() {
        Capture capture = new Capture(STREAM);
        capture.piece(bytes("one "));
        capture.piece(bytes("two "));

        Kept kept = capture.end(bytes("end"), stream(), TARGET, NOON).orElseThrow();

        assertArrayEquals(bytes("one two end"), kept.bytes());
        assertEquals(Optional.of(COMPLETION), kept.completion());
    }

    @Test
    void what_is_too_large_is_given_up() {
        byte[] much = new byte[Capture.MAX_BYTES];
        Capture capture = new Capture(STREAM);
        capture.piece(much);
        capture.piece(new byte[1]);
        capture.piece(new byte[1]);

        assertEquals(Optional.empty(), capture.end(new byte[0], stream(), TARGET, NOON));
        assertEquals(
                Optional.empty(),
                new Capture(WHOLE)
                        .whole(new Whole(new byte[Capture.MAX_BYTES + 1], SUMMARY), TARGET, NOON));
        assertEquals(
                Capture.MAX_BYTES,
                new Capture(WHOLE)
                        .whole(new Whole(much, SUMMARY), TARGET, NOON)
                        .orElseThrow()
                        .bytes()
                        .length);
    }
}
