package dev.tollgate.provider.anthropic;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import dev.tollgate.conversation.Assembly;
import dev.tollgate.conversation.Chunk;
import dev.tollgate.conversation.Completion;
import dev.tollgate.conversation.Completion.Finish;
import dev.tollgate.conversation.Part;
import dev.tollgate.conversation.Part.Citation;
import dev.tollgate.conversation.Part.Signature;
import dev.tollgate.http.EventReader.Event;
import dev.tollgate.http.Json;
import dev.tollgate.provider.Calls;
import dev.tollgate.provider.FakeReply;
import dev.tollgate.provider.wire.StreamReader.Step;
import dev.tollgate.provider.wire.Wire;
import dev.tollgate.routing.Answer.Next;
import dev.tollgate.routing.Answer.Streamed;
import dev.tollgate.routing.Call;
import dev.tollgate.routing.Failure;
import dev.tollgate.routing.Failure.Kind;
import dev.tollgate.routing.Outcome;
import dev.tollgate.routing.Outcome.Answered;
import dev.tollgate.routing.Outcome.Failed;
import dev.tollgate.usage.Usage;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class AnthropicStreamTest {
    private static final String START =
            event(
                    "message_start",
                    "\"message\":{\"id\":\"msg_1\",\"model\":\"claude-x\",\"content\":[],\"usage\":{\"input_tokens\":9,\"cache_read_input_tokens\":4,\"cache_creation_input_tokens\":2,\"cache_creation\":{\"ephemeral_1h_input_tokens\":2},\"output_tokens\":1}}");
    private static final String PING = event("ping", "");
    private static final String TEXT =
            block(0, "{\"type\":\"text\",\"text\":\"\"}")
                    + delta(0, "\"type\":\"text_delta\",\"text\":\"Hé\"");
    private static final String STOP = event("content_block_stop", "\"index\":0");
    private static final String END =
            event(
                    "message_delta",
                    "\"delta\":{\"stop_reason\":\"end_turn\",\"stop_sequence\":null},\"usage\":{\"output_tokens\":7}");
    private static final String OVER =
            "event: message_stop\ndata: {\"type\":\"message_stop\"   }\n\n";

    /// Padded, as Anthropic pads it.
    private static String event(String type, String members) {
        return "event: %s\ndata: {\"type\": \"%s\"%s   }\n\n"
                .formatted(type, type, members.isEmpty() ? "" : "," + members);
    }

    private static String block(int index, String block) {
        return event(
                "content_block_start", "\"index\":%d,\"content_block\":%s".formatted(index, block));
    }

    private static String delta(int index, String delta) {
        return event("content_block_delta", "\"index\":%d,\"delta\":{%s}".formatted(index, delta));
    }

    private static Outcome open(Call call, String stream) throws IOException {
        return Messages.read(call, FakeReply.of(200, stream));
    }

    private static Streamed streamed(String stream) throws IOException {
        Outcome outcome = open(Messages.call("{\"stream\":true}"), stream);
        return assertInstanceOf(Streamed.class, assertInstanceOf(Answered.class, outcome).answer());
    }

    /// As a caller of chat completions gets it.
    private static Streamed translated(String stream) throws IOException {
        String asked =
                "{\"max_tokens\":9,\"messages\":[],\"stream_options\":{\"include_usage\":true}}";
        Outcome outcome = open(Calls.stream(asked), stream);
        return assertInstanceOf(Streamed.class, assertInstanceOf(Answered.class, outcome).answer());
    }

    private static String relayed(Streamed stream) {
        StringBuilder all = new StringBuilder();
        while (true) {
            switch (stream.next()) {
                case Next.Piece(byte[] bytes) -> all.append(new String(bytes, UTF_8));
                case Next.End(byte[] bytes) -> {
                    return all.append(new String(bytes, UTF_8)).toString();
                }
                case Next.Broken broken -> {
                    return all.append("!").append(broken.failure().kind()).toString();
                }
            }
        }
    }

    private static List<Chunk> chunks(String stream) {
        List<Chunk> chunks = new ArrayList<>();
        AnthropicStreamReader reader = new AnthropicStreamReader();
        for (String event : stream.split("\n\n", -1)) {
            String data = event.contains("data: ") ? event.substring(event.indexOf("{")) : "";
            switch (reader.read(new Event(new byte[0], "", data, true))) {
                case Step.Said said -> chunks.addAll(said.chunks());
                case Step.Over over -> chunks.addAll(over.chunks());
                case Step.Failed(Failure failure) -> throw new AssertionError(failure.toString());
            }
        }
        return chunks;
    }

    private static Completion assembled(String stream) {
        Assembly assembly = new Assembly();
        chunks(stream).forEach(assembly::add);
        return assembly.completion();
    }

    @Test
    void events_pass_byte_for_byte_and_the_last_counts_hold_beside_the_first() throws IOException {
        String all = START + PING + ": note\n\n" + TEXT + STOP + END + OVER;
        Streamed stream = streamed(all);

        assertEquals(all, relayed(stream));
        assertEquals(new Usage(15, 4, 0, 2, 0, 0, 7, 0, 0, false), stream.summary().usage());
        assertEquals(Optional.of("stop"), stream.summary().finishReason());
    }

    @Test
    void a_chat_caller_gets_chunks() throws IOException {
        Streamed stream = translated(START + PING + TEXT + STOP + END + OVER);
        List<JsonNode> chunks =
                relayed(stream)
                        .lines()
                        .filter(line -> line.startsWith("data: {"))
                        .map(line -> Json.tree(line.substring(6).getBytes(UTF_8)))
                        .toList();

        assertEquals("msg_1", chunks.getFirst().path("id").asText());
        assertEquals(
                "Hé", chunks.get(1).path("choices").path(0).path("delta").path("content").asText());
        assertEquals("stop", chunks.get(2).path("choices").path(0).path("finish_reason").asText());
        assertEquals(
                "{\"prompt_tokens\":15,\"completion_tokens\":7,\"total_tokens\":22,\"prompt_tokens_details\":{\"cached_tokens\":4,\"cache_write_tokens\":2,\"audio_tokens\":0},\"completion_tokens_details\":{\"reasoning_tokens\":0,\"audio_tokens\":0}}",
                chunks.get(3).path("usage").toString());
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void without_its_mark_a_stream_is_cut(boolean finished) throws IOException {
        String cut = START + TEXT + (finished ? STOP + END : "");

        assertEquals(cut + "!SERVER_ERROR", relayed(streamed(cut)));
        assertTrue(relayed(translated(cut)).endsWith("!SERVER_ERROR"));
        assertFalse(relayed(translated(cut)).contains("[DONE]"));
    }

    @Test
    void a_cut_stream_has_used_its_input_as_counted_and_its_output_as_far_as_it_came()
            throws IOException {
        String more = delta(0, "\"type\":\"text_delta\",\"text\":\"" + "x".repeat(77) + "\"");
        Streamed stream = streamed(START + TEXT + more);
        relayed(stream);

        assertEquals(new Usage(15, 4, 0, 2, 0, 0, 20, 0, 0, true), stream.summary().usage());
    }

    @ParameterizedTest
    @CsvSource({
        "overloaded_error, OVERLOADED, 529",
        "rate_limit_error, RATE_LIMITED, 429",
        "api_error, SERVER_ERROR, 500",
        "timeout_error, TIMEOUT, 504",
        "invalid_request_error, BAD_REQUEST, 400",
        "something_new, SERVER_ERROR, 500",
    })
    void an_error_in_a_stream_breaks_it_with_its_kind(String type, Kind kind, int status)
            throws IOException {
        String error =
                event(
                        "error",
                        "\"error\":{\"details\":null,\"type\":\"%s\",\"message\":\"m\"},\"request_id\":\"r\""
                                .formatted(type));

        assertEquals(START + TEXT + "!" + kind, relayed(streamed(START + TEXT + error)));
        Outcome early = open(Messages.call("{\"stream\":true}"), START + error);
        Failure failure = assertInstanceOf(Failed.class, early).failure();
        assertEquals(kind, failure.kind());
        assertEquals(status, failure.status());
    }

    @ParameterizedTest
    @ValueSource(strings = {"data: oops\n\n", "data: []\n\n", "data: {\"type\":\n\n"})
    void a_malformed_event_breaks_a_stream(String event) throws IOException {
        assertEquals(
                START + TEXT + "!SERVER_ERROR",
                relayed(streamed(START + TEXT + event + STOP + END + OVER)));
    }

    @Test
    void a_delta_that_belongs_to_no_block_breaks_a_stream() throws IOException {
        String lost = delta(1, "\"type\":\"text_delta\",\"text\":\"lost\"");

        assertEquals(
                START + TEXT + STOP + "!SERVER_ERROR",
                relayed(streamed(START + TEXT + STOP + lost + END + OVER)));
    }

    @Test
    void what_is_not_known_yet_says_nothing() {
        String known = START + TEXT + STOP + END + OVER;
        String odd =
                START
                        + event("something_new", "\"x\":1")
                        + TEXT
                        + delta(0, "\"type\":\"new_delta\",\"x\":1")
                        + STOP
                        + END
                        + OVER;

        assertEquals(chunks(known), chunks(odd));
    }

    @Test
    void blocks_of_every_kind_are_parts_one_after_another() {
        String stream =
                START
                        + block(0, "{\"type\":\"thinking\",\"thinking\":\"\",\"signature\":\"\"}")
                        + delta(0, "\"type\":\"thinking_delta\",\"thinking\":\"hm\"")
                        + delta(0, "\"type\":\"signature_delta\",\"signature\":\"EqQB\"")
                        + STOP
                        + block(1, "{\"type\":\"redacted_thinking\",\"data\":\"Ab==\"}")
                        + STOP
                        + block(2, "{\"type\":\"text\",\"text\":\"\"}")
                        + delta(2, "\"type\":\"text_delta\",\"text\":\"so\"")
                        + delta(
                                2,
                                "\"type\":\"citations_delta\",\"citation\":{\"type\":\"char_location\",\"cited_text\":\"q\",\"document_title\":\"t\",\"document_index\":0}")
                        + delta(
                                2,
                                "\"type\":\"citations_delta\",\"citation\":{\"type\":\"web_search_result_location\",\"cited_text\":\"q\",\"title\":null,\"url\":\"u\",\"encrypted_index\":\"e\"}")
                        + STOP
                        + block(
                                3,
                                "{\"type\":\"tool_use\",\"id\":\"toolu_1\",\"name\":\"f\",\"input\":{}}")
                        + delta(3, "\"type\":\"input_json_delta\",\"partial_json\":\"\"")
                        + delta(3, "\"type\":\"input_json_delta\",\"partial_json\":\"{\\\"a\\\":\"")
                        + delta(3, "\"type\":\"input_json_delta\",\"partial_json\":\" 1.0}\"")
                        + STOP
                        + block(
                                4,
                                "{\"type\":\"tool_use\",\"id\":\"toolu_2\",\"name\":\"g\",\"input\":{}}")
                        + STOP
                        + block(
                                5,
                                "{\"type\":\"tool_use\",\"id\":\"toolu_3\",\"name\":\"h\",\"input\":{\"b\":2}}")
                        + STOP
                        + event(
                                "message_delta",
                                "\"delta\":{\"stop_reason\":\"stop_sequence\",\"stop_sequence\":\"END\"},\"usage\":{\"input_tokens\":20,\"output_tokens\":30,\"output_tokens_details\":{\"thinking_tokens\":8}}")
                        + OVER;

        assertEquals(
                new Completion(
                        "msg_1",
                        "claude-x",
                        List.of(
                                new Part.Thinking(
                                        "hm", Optional.of(new Signature("anthropic", "EqQB"))),
                                new Part.Thinking(
                                        "",
                                        Optional.of(new Signature("anthropic", "redacted:Ab=="))),
                                new Part.Text(
                                        "so",
                                        List.of(
                                                new Citation(
                                                        Optional.empty(),
                                                        Optional.of("t"),
                                                        Optional.of("q")),
                                                new Citation(
                                                        Optional.of("u"),
                                                        Optional.empty(),
                                                        Optional.of("q")))),
                                new Part.ToolCall("toolu_1", "f", "{\"a\": 1.0}", Optional.empty()),
                                new Part.ToolCall("toolu_2", "g", "{}", Optional.empty()),
                                new Part.ToolCall("toolu_3", "h", "{\"b\":2}", Optional.empty())),
                        Finish.STOP,
                        Optional.of("END"),
                        Optional.of(new Usage(26, 4, 0, 2, 0, 0, 30, 8, 0, false))),
                assembled(stream));
    }

    @Test
    void what_anthropics_own_tools_do_is_kept_whole_and_named_to_others() throws IOException {
        String search =
                block(
                                0,
                                "{\"type\":\"server_tool_use\",\"id\":\"s\",\"name\":\"web_search\",\"input\":{}}")
                        + delta(
                                0,
                                "\"type\":\"input_json_delta\",\"partial_json\":\"{\\\"query\\\"\"")
                        + delta(
                                0,
                                "\"type\":\"input_json_delta\",\"partial_json\":\": \\\"x\\\"}\"")
                        + STOP;
        String compaction =
                block(0, "{\"type\":\"compaction\",\"content\":\"\"}")
                        + delta(0, "\"type\":\"compaction_delta\",\"content\":\"in \"")
                        + delta(0, "\"type\":\"compaction_delta\",\"content\":\"short\"")
                        + STOP;
        String stream = START + search + compaction + TEXT + STOP + END + OVER;

        List<Part> parts = assembled(stream).parts();

        assertEquals(
                new Part.Foreign(
                        "anthropic",
                        "server_tool_use",
                        Json.tree(
                                "{\"type\":\"server_tool_use\",\"id\":\"s\",\"name\":\"web_search\",\"input\":{\"query\":\"x\"}}"
                                        .getBytes(UTF_8))),
                parts.getFirst());
        assertEquals("in short", ((Part.Foreign) parts.get(1)).content().path("content").asText());
        String told = relayed(translated(stream));
        assertTrue(told.contains(": tollgate-dropped server_tool_use\n\n"), told);
        assertTrue(told.contains("Hé"), told);
    }

    @Test
    void a_refusal_says_why_if_anthropic_does() throws Wire.Unreadable {
        String end =
                "{\"stop_reason\":\"refusal\",\"stop_sequence\":null,\"stop_details\":{\"type\":\"refusal\",\"category\":\"cyber\",\"explanation\":\"no\"}}";
        Completion streamed =
                assembled(
                        START
                                + TEXT
                                + STOP
                                + event("message_delta", "\"delta\":" + end + ",\"usage\":{}")
                                + OVER);

        assertEquals(List.of(Part.Text.of("Hé"), new Part.Refusal("no")), streamed.parts());
        assertEquals(Finish.CONTENT_FILTER, streamed.finish());
        JsonNode whole =
                Json.tree(
                        ("{\"content\":[{\"type\":\"text\",\"text\":\"Hé\"}]," + end.substring(1))
                                .getBytes(UTF_8));
        assertEquals(streamed.parts(), new AnthropicWire().completion(whole).parts());
    }
}
