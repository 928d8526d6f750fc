package dev.tollgate.provider.gemini;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.tollgate.provider.Calls;
import dev.tollgate.provider.FakeReply;
import dev.tollgate.routing.Answer.Next;
import dev.tollgate.routing.Answer.Streamed;
import dev.tollgate.routing.Failure;
import dev.tollgate.routing.ModelFacts;
import dev.tollgate.routing.Outcome;
import dev.tollgate.routing.Outcome.Answered;
import dev.tollgate.routing.Outcome.Failed;
import dev.tollgate.usage.Usage;
import java.io.IOException;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class GeminiStreamTest {
    private static final Gemini PROVIDER =
            Gemini.at(Gemini.PUBLIC, ModelFacts.UNKNOWN, Calls.ESTIMATE);
    private static final String PARTIAL =
            event(
                    parts("{\"text\":\"Hé\"}")
                            + "}],\"usageMetadata\":{\"trafficType\":\"ON_DEMAND\"},\"responseId\":\"r\"");
    private static final String LAST =
            event(
                    parts("{\"text\":\"llo\"}")
                            + ",\"finishReason\":\"STOP\"}],\"usageMetadata\":{\"promptTokenCount\":9,\"candidatesTokenCount\":2,\"thoughtsTokenCount\":5}");

    private static String parts(String parts) {
        return "\"candidates\":[{\"content\":{\"parts\":[" + parts + "]}";
    }

    private static String event(String members) {
        return "data: {" + members + "}\r\n\r\n";
    }

    private static Outcome open(String stream) throws IOException {
        return Calls.read(
                PROVIDER,
                Calls.stream(
                        "{\"messages\":[],\"stream\":true,\"stream_options\":{\"include_usage\":true}}"),
                FakeReply.of(200, stream));
    }

    private static Streamed streamed(String stream) throws IOException {
        return assertInstanceOf(
                Streamed.class, assertInstanceOf(Answered.class, open(stream)).answer());
    }

    /// What the caller gets of a stream; `!` and the failure's kind where it broke.
    private static String relayed(Streamed stream) {
        StringBuilder all = new StringBuilder();
        while (true) {
            switch (stream.next()) {
                case Next.Piece(byte[] bytes) -> all.append(new String(bytes, UTF_8));
                case Next.End(byte[] bytes) -> {
                    return all.append(new String(bytes, UTF_8)).toString();
                }
                case Next.Broken(Failure failure) -> {
                    return all.append("!").append(failure.kind()).toString();
                }
            }
        }
    }

    @Test
    void a_stream_ends_when_it_has_said_why() throws IOException {
        Streamed stream = streamed(PARTIAL + LAST);

        String relayed = relayed(stream);

        assertTrue(relayed.endsWith("data: [DONE]\n\n"), relayed);
        assertTrue(relayed.contains("\"content\":\"Hé\""), relayed);
        assertTrue(relayed.contains("\"content\":\"llo\""), relayed);
        assertTrue(relayed.contains("\"finish_reason\":\"stop\""), relayed);
        assertTrue(relayed.contains("\"prompt_tokens\":9,\"completion_tokens\":7"), relayed);
        assertEquals(new Usage(9, 0, 0, 0, 0, 0, 7, 5, 0, false), stream.summary().usage());
        assertEquals(Optional.of("stop"), stream.summary().finishReason());
    }

    @Test
    void a_stream_that_ends_without_a_reason_is_cut() throws IOException {
        assertTrue(relayed(streamed(PARTIAL)).endsWith("!SERVER_ERROR"));
        assertTrue(
                relayed(streamed(PARTIAL + PARTIAL + "data: {\"cand")).endsWith("!SERVER_ERROR"));
    }

    @Test
    void tokens_that_are_told_bit_by_bit_are_joined() throws IOException {
        String first =
                event(parts("{\"text\":\"a\"}") + "}],\"usageMetadata\":{\"promptTokenCount\":4}");
        String second =
                event(
                        "\"candidates\":[{\"finishReason\":\"MAX_TOKENS\"}],\"usageMetadata\":{\"candidatesTokenCount\":3}");
        Streamed stream =
                streamed(first + second + event("\"usageMetadata\":{\"thoughtsTokenCount\":2}"));
        relayed(stream);

        assertEquals(new Usage(4, 0, 0, 0, 0, 0, 5, 2, 0, false), stream.summary().usage());
        assertEquals(Optional.of("length"), stream.summary().finishReason());
    }

    @Test
    void a_text_goes_on_over_chunks_and_its_signature_follows_it() throws IOException {
        String signed =
                event(
                        parts("{\"text\":\"\",\"thoughtSignature\":\"S\"}")
                                + ",\"finishReason\":\"STOP\"}]");

        String relayed = relayed(streamed(PARTIAL + signed));

        assertTrue(relayed.contains("\"signature\":\"tollgate:gemini:S\""), relayed);
    }

    @Test
    void an_image_is_shown_when_it_comes() throws IOException {
        String image =
                event(
                        parts("{\"inlineData\":{\"mimeType\":\"image/png\",\"data\":\"QQ==\"}}")
                                + ",\"finishReason\":\"STOP\"}]");

        String relayed = relayed(streamed(PARTIAL + image));

        assertTrue(
                relayed.contains(
                        "\"delta\":{\"images\":[{\"type\":\"image_url\",\"image_url\":{\"url\":\"data:image/png;base64,QQ==\"}}]}"),
                relayed);
    }

    @Test
    void a_call_arrives_whole() throws IOException {
        String call =
                event(
                        parts(
                                        "{\"functionCall\":{\"name\":\"f\",\"args\":{\"x\":1}},\"thoughtSignature\":\"S\"}")
                                + "}],\"responseId\":\"r\"");

        String relayed =
                relayed(
                        streamed(
                                call
                                        + event(
                                                parts("{\"text\":\"\"}")
                                                        + ",\"finishReason\":\"STOP\"}]")));

        assertTrue(relayed.contains("\"id\":\"call_r_0\""), relayed);
        assertTrue(relayed.contains("\"arguments\":\"{\\\"x\\\":1}\""), relayed);
        assertTrue(relayed.contains("tollgate:gemini:S"), relayed);
        assertTrue(relayed.contains("\"finish_reason\":\"tool_calls\""), relayed);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{\"error\":{\"code\":503,\"status\":\"UNAVAILABLE\"}}",
                "{\n \"error\": {\n \"code\":503,\r\n \"status\":\"UNAVAILABLE\"}}\n",
                "data: {\"error\":{\"code\":503,\"status\":\"UNAVAILABLE\"}}\r\n\r\n",
            })
    void an_error_inside_a_stream_breaks_it_with_its_kind(String error) throws IOException {
        assertTrue(relayed(streamed(PARTIAL + error)).endsWith("!OVERLOADED"));
        assertInstanceOf(Failed.class, open(error));
    }

    @Test
    void an_end_that_is_no_answer_breaks_the_stream() throws IOException {
        String end = event("\"candidates\":[{\"finishReason\":\"MALFORMED_FUNCTION_CALL\"}]");

        assertTrue(relayed(streamed(PARTIAL + end)).endsWith("!SERVER_ERROR"));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "data: {\"candidates\":[{\"content\":{\"parts\":[]}}]}\r\n\r\n",
                "data: oops\r\n\r\n",
                "data: []\r\n\r\n",
                "[{\"candidates\":[]}]",
            })
    void a_stream_that_dies_before_its_first_token_is_a_failure(String stream) throws IOException {
        assertInstanceOf(Failed.class, open(stream));
    }

    @Test
    void what_comes_after_the_end_is_no_answer() throws IOException {
        assertTrue(relayed(streamed(PARTIAL + LAST + PARTIAL)).endsWith("!SERVER_ERROR"));
    }
}
