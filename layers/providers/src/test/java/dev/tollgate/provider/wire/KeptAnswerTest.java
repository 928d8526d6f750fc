package dev.tollgate.provider.wire;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;

import dev.tollgate.conversation.Assembly;
import dev.tollgate.conversation.Completion;
import dev.tollgate.conversation.Completion.Finish;
import dev.tollgate.conversation.Language;
import dev.tollgate.conversation.Language.EventWriter;
import dev.tollgate.conversation.Part;
import dev.tollgate.dialect.messages.MessagesDialect;
import dev.tollgate.provider.Calls;
import dev.tollgate.provider.FakeReply;
import dev.tollgate.routing.Answer;
import dev.tollgate.routing.Answer.Next;
import dev.tollgate.routing.Answer.Streamed;
import dev.tollgate.routing.Call;
import dev.tollgate.routing.Call.Operation;
import dev.tollgate.routing.Outcome.Answered;
import dev.tollgate.usage.Usage;
import java.io.IOException;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// What an answer that is kept tells of itself beside its bytes.
class KeptAnswerTest {
    private static final String ASK = "{\"messages\":[{\"role\":\"user\",\"content\":\"x\"}]}";
    private static final String WHOLE =
            "{\"id\":\"c1\",\"model\":\"m\",\"choices\":[{\"index\":0,\"message\":{\"content\":\"Hi\","
                    + "\"audio\":{\"data\":\"AA\"}},\"finish_reason\":\"stop\"}],"
                    + "\"usage\":{\"prompt_tokens\":3,\"completion_tokens\":1}}";
    private static final String STREAM =
            """
            data: {"id":"c1","model":"m","choices":[{"index":0,"delta":{"content":"H"}}]}

            data: {"id":"c1","model":"m","choices":[{"index":0,"delta":{"content":"i"}}]}

            data: {"id":"c1","model":"m","choices":[{"index":0,"delta":{"audio":{"data":"AA"}},"finish_reason":"stop"}]}

            data: {"id":"c1","choices":[],"usage":{"prompt_tokens":3,"completion_tokens":1}}

            """;

    private static final String DONE = "data: [DONE]\n\n";

    private static Answer answer(Call call, String reply) throws IOException {
        return assertInstanceOf(
                        Answered.class, Calls.read(Calls.openAi(), call, FakeReply.of(200, reply)))
                .answer();
    }

    private static Optional<Completion> whole(Call call, String reply) throws IOException {
        return answer(call, reply).completion();
    }

    private static Optional<Completion> streamed(Call call, String reply) throws IOException {
        try (Streamed stream = (Streamed) answer(call, reply)) {
            assertEquals(Optional.empty(), stream.completion(), "before its end");
            Next next = stream.next();
            while (next instanceof Next.Piece) {
                next = stream.next();
            }
            return stream.completion();
        }
    }

    private static Call buffered() {
        return Calls.chat(ASK).keeping();
    }

    private static Call stream() {
        return Calls.stream(ASK).keeping();
    }

    @Test
    void a_whole_answer_and_a_streamed_one_tell_the_same_with_what_only_one_language_has()
            throws IOException {
        Completion whole = whole(buffered(), WHOLE).orElseThrow();

        assertEquals(List.of("text", "audio"), whole.parts().stream().map(Part::kind).toList());
        assertEquals(Finish.STOP, whole.finish());
        assertEquals(Optional.of(Usage.of(3, 1)), whole.usage());
        assertEquals(Optional.of(whole), streamed(stream(), STREAM + DONE));
        assertEquals(Optional.of(whole), streamed(stream(), STREAM), "its mark was forgotten");
    }

    @Test
    void it_is_the_same_for_a_caller_of_another_language() throws IOException {
        Language messages = new MessagesDialect();
        String ask = ASK.replace("{\"messages\"", "{\"max_tokens\":9,\"messages\"");

        assertEquals(
                whole(buffered(), WHOLE),
                whole(Calls.of(messages, Operation.CHAT, ask, false).keeping(), WHOLE));
        assertEquals(
                whole(buffered(), WHOLE),
                streamed(Calls.of(messages, Operation.CHAT, ask, true).keeping(), STREAM + DONE));
    }

    @Test
    void an_answer_that_is_not_kept_tells_nothing_beside_its_bytes() throws IOException {
        assertEquals(Optional.empty(), whole(Calls.chat(ASK), WHOLE));
        assertEquals(Optional.empty(), streamed(Calls.stream(ASK), STREAM + DONE));
    }

    @Test
    void what_the_provider_has_left_out_is_filled_in() throws IOException {
        Completion told =
                whole(
                                buffered(),
                                "{\"choices\":[{\"message\":{\"content\":\"Hi\"},\"finish_reason\":\"stop\"}]}")
                        .orElseThrow();

        assertEquals("req_test", told.id());
        assertEquals("gpt-x", told.model());
        assertEquals(Optional.of(true), told.usage().map(Usage::estimated));
    }

    @Test
    void a_cut_stream_is_never_told_again() throws IOException {
        String cut = STREAM.substring(0, STREAM.indexOf("data: ", 100));

        assertEquals(Optional.empty(), streamed(stream(), cut));
    }

    @Test
    void several_choices_are_told_by_their_bytes_only() throws IOException {
        String second = "{\"index\":1,\"message\":{\"content\":\"Ho\"},\"finish_reason\":\"stop\"}";

        assertEquals(
                Optional.empty(),
                whole(buffered(), WHOLE.replace("],\"usage\"", "," + second + "],\"usage\"")));
        assertEquals(
                Optional.empty(),
                streamed(stream(), STREAM + STREAM.replace("\"index\":0", "\"index\":1") + DONE));
    }

    @ParameterizedTest
    @ValueSource(strings = {"\"logprobs\":{\"content\":[{\"token\":\"H\",\"logprob\":-0.1}]},"})
    void probabilities_are_told_by_their_bytes_only(String probabilities) throws IOException {
        assertEquals(
                Optional.empty(),
                whole(buffered(), WHOLE.replace("\"message\"", probabilities + "\"message\"")));
        assertEquals(
                Optional.empty(),
                streamed(
                        stream(), STREAM.replace("\"delta\"", probabilities + "\"delta\"") + DONE));
        assertEquals(
                whole(buffered(), WHOLE),
                streamed(
                        stream(),
                        STREAM.replace("\"delta\"", "\"logprobs\":null,\"delta\"") + DONE));
    }

    @Test
    void calls_that_go_on_after_the_next_has_begun_are_told_by_their_bytes_only()
            throws IOException {
        String call =
                """
                data: {"id":"c1","model":"m","choices":[{"index":0,"delta":{"tool_calls":[{"index":%d,%s"function":{%s"arguments":"%s"}}]}}]}

                """;
        String first = call.formatted(0, "\"id\":\"a\",", "\"name\":\"f\",", "{");
        String other = call.formatted(1, "\"id\":\"b\",", "\"name\":\"g\",", "{}");
        String rest = call.formatted(0, "", "", "}");
        String end = STREAM.substring(STREAM.indexOf("data: ", 200));

        assertEquals(Optional.empty(), streamed(stream(), first + other + rest + end + DONE));
    }

    @Test
    void content_of_a_kind_that_nobody_knows_is_told_by_its_bytes_only() throws IOException {
        String pieces = "[{\"type\":\"text\",\"text\":\"Hi\"},{\"type\":\"map\",\"at\":1}]";

        assertEquals(Optional.empty(), whole(buffered(), WHOLE.replace("\"Hi\"", pieces)));
        assertEquals(Optional.empty(), streamed(stream(), STREAM.replace("\"i\"", pieces) + DONE));
    }

    @Test
    void what_only_one_language_has_and_comes_piece_by_piece_is_told_by_its_bytes_only()
            throws IOException {
        String twice =
                STREAM.replace(
                        "{\"content\":\"i\"}", "{\"content\":\"i\",\"audio\":{\"id\":\"x\"}}");

        assertEquals(Optional.empty(), streamed(stream(), twice + DONE));
    }

    @Test
    void what_only_one_language_has_is_told_again_in_it() throws IOException {
        Completion kept = whole(buffered(), WHOLE).orElseThrow();
        String written =
                new String(buffered().ask().language().write(kept, buffered().ask()), UTF_8);
        EventWriter events = stream().ask().language().events(stream().ask());
        StringBuilder streamed = new StringBuilder();
        Assembly.chunks(kept).forEach(it -> streamed.append(new String(events.write(it), UTF_8)));
        streamed.append(new String(events.end(), UTF_8));

        assertEquals(kept.parts(), whole(buffered(), written).orElseThrow().parts());
        assertEquals(kept.parts(), streamed(stream(), streamed.toString()).orElseThrow().parts());
    }
}
