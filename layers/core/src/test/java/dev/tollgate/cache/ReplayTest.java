package dev.tollgate.cache;

import static dev.tollgate.cache.Samples.COMPLETION;
import static dev.tollgate.cache.Samples.ONE;
import static dev.tollgate.cache.Samples.OTHER;
import static dev.tollgate.cache.Samples.SUMMARY;
import static dev.tollgate.cache.Samples.TARGET;
import static dev.tollgate.cache.Samples.call;
import static dev.tollgate.cache.Samples.kept;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;

import dev.tollgate.routing.Answer;
import dev.tollgate.routing.Answer.Next;
import dev.tollgate.routing.Answer.Streamed;
import dev.tollgate.routing.Answer.Whole;
import dev.tollgate.routing.Call;
import dev.tollgate.routing.Call.Operation;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class ReplayTest {
    private static final Call WHOLE = call(ONE, "{\"say\":\"hi\"}");
    private static final Call STREAM = call(ONE, "{\"say\":\"hi\",\"stream\":true}");

    private static String body(Optional<Answer> answer) {
        return new String(assertInstanceOf(Whole.class, answer.orElseThrow()).body(), UTF_8);
    }

    private static List<String> events(Optional<Answer> answer) {
        List<String> events = new ArrayList<>();
        try (Streamed stream = assertInstanceOf(Streamed.class, answer.orElseThrow())) {
            while (true) {
                switch (stream.next()) {
                    case Next.Piece(byte[] bytes) -> events.add(new String(bytes, UTF_8));
                    case Next.End(byte[] bytes) -> {
                        events.add(new String(bytes, UTF_8));
                        return events;
                    }
                    case Next.Broken(var failure) -> throw new AssertionError(failure.toString());
                }
            }
        }
    }

    @Test
    void a_call_in_the_same_form_gets_the_same_bytes() {
        Kept whole = kept(WHOLE, "exactly so", Optional.of(COMPLETION));
        Kept stream = kept(STREAM, "a\n\nb\n\n", Optional.of(COMPLETION));

        assertEquals("exactly so", body(Replay.of(whole, WHOLE)));
        assertEquals(List.of("a\n\nb\n\n"), events(Replay.of(stream, STREAM)));
    }

    @Test
    void an_alias_of_another_name_makes_no_other_form() {
        Kept whole = kept(WHOLE, "exactly so", Optional.empty());

        assertEquals(
                "exactly so",
                body(
                        Replay.of(
                                whole,
                                call(
                                        ONE,
                                        "{ \"model\":\"x\", \"stream\":false, \"say\":\"hi\" }"))));
    }

    @Test
    void a_whole_answer_is_told_as_a_stream() {
        Kept whole = kept(WHOLE, "bytes", Optional.of(COMPLETION));

        assertEquals(
                List.of("text hello\n", "search {\"q\":\"x\"}\n", "end\n"),
                events(Replay.of(whole, STREAM)));
    }

    @Test
    void a_stream_is_told_as_a_whole_answer_with_a_name_and_a_model() {
        Kept stream = kept(STREAM, "bytes", Optional.of(COMPLETION));

        assertEquals(
                "req_1 model-1\ntext hello\nsearch {\"q\":\"x\"}\n",
                body(Replay.of(stream, WHOLE)));
    }

    @Test
    void what_another_language_has_no_word_for_is_left_out_and_named() {
        Kept whole = kept(WHOLE, "bytes", Optional.of(COMPLETION));
        Call other = call(OTHER, "{\"say\":\"hi\"}");
        Call otherStream = call(OTHER, "{\"say\":\"hi\",\"stream\":true}");

        assertEquals("req_1 model-1\ntext hello\n", body(Replay.of(whole, other)));
        assertEquals(List.of("search"), Replay.of(whole, other).map(Answer::dropped).orElseThrow());
        assertEquals(List.of("text hello\n", "end\n"), events(Replay.of(whole, otherStream)));
        assertEquals(
                List.of("search"),
                Replay.of(whole, otherStream).map(Answer::dropped).orElseThrow());
    }

    @Test
    void what_the_first_caller_lacked_the_next_one_lacks_only_if_it_must() {
        Call other = call(OTHER, "{\"say\":\"hi\"}");
        Kept first =
                new Kept(
                        Form.of(other),
                        new byte[0],
                        Optional.of(COMPLETION),
                        SUMMARY,
                        TARGET,
                        Samples.NOON,
                        List.of("top_k", "search"));

        assertEquals(List.of("top_k"), Replay.of(first, WHOLE).map(Answer::dropped).orElseThrow());
        assertEquals(
                List.of("top_k", "search"),
                Replay.of(first, other).map(Answer::dropped).orElseThrow());
    }

    @Test
    void a_call_that_wants_to_be_shown_something_else_is_told_anew() {
        Kept whole = kept(WHOLE, "bytes", Optional.of(COMPLETION));
        Call tagged = call(ONE, "{\"say\":\"hi\",\"metadata\":{\"a\":\"b\"}}");

        assertEquals(
                "req_1 model-1\ntext hello\nsearch {\"q\":\"x\"}\n",
                body(Replay.of(whole, tagged)));
        assertEquals(Optional.empty(), Replay.of(kept(WHOLE, "bytes", Optional.empty()), tagged));
    }

    @Test
    void what_only_its_bytes_tell_in_full_is_given_in_its_own_form_only() {
        Kept choices = kept(WHOLE, "two choices", Optional.empty());

        assertEquals("two choices", body(Replay.of(choices, WHOLE)));
        assertEquals(Optional.empty(), Replay.of(choices, STREAM));
        assertEquals(Optional.empty(), Replay.of(choices, call(OTHER, "{\"say\":\"hi\"}")));
    }

    @Test
    void vectors_are_told_in_one_manner_whoever_asks() {
        Call one = call(Operation.EMBEDDINGS, Samples.ask(ONE, "{\"input\":\"a\"}"));
        Call same =
                call(Operation.EMBEDDINGS, Samples.ask(ONE, "{\"input\":\"a\",\"user\":\"u\"}"));

        assertEquals("[1]", body(Replay.of(kept(one, "[1]", Optional.empty()), same)));
    }

    @Test
    void a_replay_tells_what_the_answer_used_when_it_was_made() {
        Kept whole = kept(WHOLE, "bytes", Optional.of(COMPLETION));

        assertEquals(
                SUMMARY,
                assertInstanceOf(Whole.class, Replay.of(whole, WHOLE).orElseThrow()).summary());
        assertEquals(
                SUMMARY,
                assertInstanceOf(Streamed.class, Replay.of(whole, STREAM).orElseThrow()).summary());
        assertEquals(Optional.of(COMPLETION), Replay.of(whole, STREAM).orElseThrow().completion());
    }
}
