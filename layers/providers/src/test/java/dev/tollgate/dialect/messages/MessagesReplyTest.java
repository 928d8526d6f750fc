package dev.tollgate.dialect.messages;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.anthropic.core.ObjectMappers;
import com.anthropic.helpers.MessageAccumulator;
import com.anthropic.models.messages.Message;
import com.anthropic.models.messages.RawMessageStreamEvent;
import com.fasterxml.jackson.databind.JsonNode;
import dev.tollgate.conversation.Assembly;
import dev.tollgate.conversation.Chunk;
import dev.tollgate.conversation.Completion;
import dev.tollgate.conversation.Completion.Finish;
import dev.tollgate.conversation.Language.EventWriter;
import dev.tollgate.conversation.Part;
import dev.tollgate.conversation.Part.Citation;
import dev.tollgate.conversation.Part.Signature;
import dev.tollgate.http.Json;
import dev.tollgate.http.JsonBody;
import dev.tollgate.provider.Calls;
import dev.tollgate.usage.Usage;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// Answers of other providers as callers of Anthropic's language get them, read by Anthropic's official client.
class MessagesReplyTest {
    private static final MessagesDialect DIALECT = new MessagesDialect();
    private static final Usage USAGE = new Usage(100, 40, 30, 10, 0, 0, 50, 20, 0, false);

    private static final List<Part> PARTS =
            List.of(
                    new Part.Thinking("hm", Optional.of(new Signature("gemini", "s1"))),
                    new Part.Thinking("unsigned", Optional.empty()),
                    new Part.Thinking("", Optional.of(new Signature("anthropic", "redacted:Ab=="))),
                    new Part.Text(
                            "so",
                            List.of(
                                    new Citation(
                                            Optional.of("https://x.test"),
                                            Optional.of("t"),
                                            Optional.of("q")),
                                    new Citation(
                                            Optional.empty(),
                                            Optional.of("doc"),
                                            Optional.of("r")))),
                    new Part.ToolCall("c1", "f", "{\"a\":[1]}", Optional.empty()),
                    new Part.ToolCall("c2", "g", "{}", Optional.of(new Signature("gemini", "s2"))));

    private static final String CONTENT =
            """
            [{"type":"thinking","thinking":"hm","signature":"tollgate:gemini:s1"},
             {"type":"thinking","thinking":"unsigned","signature":""},
             {"type":"redacted_thinking","data":"Ab=="},
             {"type":"text","text":"so","citations":[
               {"type":"web_search_result_location","cited_text":"q","url":"https://x.test","title":"t","encrypted_index":""},
               {"type":"char_location","cited_text":"r","document_index":0,"document_title":"doc","start_char_index":0,"end_char_index":0}]},
             {"type":"tool_use","id":"c1","name":"f","input":{"a":[1]}},
             {"type":"thinking","thinking":"","signature":"tollgate:gemini:call:c2:s2"},
             {"type":"tool_use","id":"c2","name":"g","input":{}}]
            """;

    private static Completion completion(List<Part> parts, Finish finish) {
        return new Completion("id-1", "gpt-x", parts, finish, Optional.empty(), Optional.of(USAGE));
    }

    private static JsonNode json(String text) {
        return Json.tree(text.getBytes(UTF_8));
    }

    private static JsonNode whole(Completion completion) {
        return Json.tree(DIALECT.write(completion, Calls.chat("{}").ask()));
    }

    private static List<JsonNode> events(List<Chunk> chunks) {
        EventWriter writer = DIALECT.events(Calls.chat("{}").ask());
        StringBuilder all = new StringBuilder();
        chunks.forEach(it -> all.append(new String(writer.write(it), UTF_8)));
        all.append(new String(writer.end(), UTF_8));
        List<JsonNode> events = new ArrayList<>();
        for (String event : all.toString().split("\n\n", -1)) {
            if (!event.isEmpty()) {
                List<String> lines = event.lines().toList();
                JsonNode data = json(lines.get(1).substring("data: ".length()));
                assertEquals("event: " + data.path("type").asText(), lines.get(0));
                events.add(data);
            }
        }
        return events;
    }

    /// What the official client makes of a stream.
    private static JsonNode accumulated(List<JsonNode> events) throws Exception {
        MessageAccumulator accumulator = MessageAccumulator.create();
        for (JsonNode event : events) {
            if (!event.path("type").asText().equals("ping")) {
                RawMessageStreamEvent read =
                        ObjectMappers.jsonMapper()
                                .readValue(Json.bytes(event), RawMessageStreamEvent.class);
                read.validate();
                accumulator.accumulate(read);
            }
        }
        Message message = accumulator.message();
        message.validate();
        return json(ObjectMappers.jsonMapper().writeValueAsString(message));
    }

    @Test
    void a_whole_answer_is_a_message() throws Exception {
        JsonNode written = whole(completion(PARTS, Finish.TOOL_CALLS));

        assertEquals(
                json(
                        """
                        {"id":"id-1","type":"message","role":"assistant","model":"gpt-x","content":%s,
                         "stop_reason":"tool_use","stop_sequence":null,"stop_details":null,
                         "usage":{"input_tokens":20,"cache_creation_input_tokens":40,"cache_read_input_tokens":40,
                           "cache_creation":{"ephemeral_5m_input_tokens":30,"ephemeral_1h_input_tokens":10},
                           "output_tokens":50,"output_tokens_details":{"thinking_tokens":20},
                           "server_tool_use":null,"service_tier":null,"inference_geo":null}}
                        """
                                .formatted(CONTENT)),
                written);
        ObjectMappers.jsonMapper().readValue(Json.bytes(written), Message.class).validate();
    }

    @Test
    void the_official_client_makes_the_same_message_of_a_stream() throws Exception {
        Completion completion = completion(PARTS, Finish.TOOL_CALLS);
        JsonNode accumulated = accumulated(events(Assembly.chunks(completion)));

        assertEquals(
                ObjectMappers.jsonMapper()
                        .readValue(Json.bytes(whole(completion)), Message.class)
                        .content(),
                ObjectMappers.jsonMapper()
                        .readValue(Json.bytes(accumulated), Message.class)
                        .content());
        assertEquals("tool_use", accumulated.path("stop_reason").asText());
        assertEquals(20, accumulated.path("usage").path("input_tokens").asInt());
        assertEquals(50, accumulated.path("usage").path("output_tokens").asInt());
        assertEquals(40, accumulated.path("usage").path("cache_read_input_tokens").asInt());
    }

    @Test
    void the_events_are_those_that_anthropic_sends_in_its_order() {
        List<JsonNode> events =
                events(
                        List.of(
                                new Chunk.Start("id-1", "m"),
                                new Chunk.Counted(Usage.of(9, 0)),
                                new Chunk.Open(new Part.Thinking("", Optional.empty())),
                                new Chunk.More("hm"),
                                new Chunk.Signed(new Signature("gemini", "s")),
                                new Chunk.Close(),
                                new Chunk.Open(Part.Text.of("")),
                                new Chunk.More("Hé"),
                                new Chunk.More("llo"),
                                new Chunk.Close(),
                                new Chunk.Open(new Part.ToolCall("c", "f", "", Optional.empty())),
                                new Chunk.More("{\"a\":"),
                                new Chunk.More("1}"),
                                new Chunk.Signed(new Signature("gemini", "t")),
                                new Chunk.Close(),
                                new Chunk.Finished(Finish.TOOL_CALLS, Optional.empty()),
                                new Chunk.Counted(Usage.of(9, 7))));

        assertEquals(
                json("""
                [{"type":"message_start","message":{"id":"id-1","type":"message","role":"assistant","model":"m","content":[],
                   "stop_reason":null,"stop_sequence":null,"stop_details":null,"usage":{"input_tokens":9,
                   "cache_creation_input_tokens":0,"cache_read_input_tokens":0,
                   "cache_creation":{"ephemeral_5m_input_tokens":0,"ephemeral_1h_input_tokens":0},
                   "output_tokens":0,"output_tokens_details":{"thinking_tokens":0},
                   "server_tool_use":null,"service_tier":null,"inference_geo":null}}},
                 {"type":"ping"},
                 {"type":"content_block_start","index":0,"content_block":{"type":"thinking","thinking":"","signature":""}},
                 {"type":"content_block_delta","index":0,"delta":{"type":"thinking_delta","thinking":"hm"}},
                 {"type":"content_block_delta","index":0,"delta":{"type":"signature_delta","signature":"tollgate:gemini:s"}},
                 {"type":"content_block_stop","index":0},
                 {"type":"content_block_start","index":1,"content_block":{"type":"text","text":""}},
                 {"type":"content_block_delta","index":1,"delta":{"type":"text_delta","text":"Hé"}},
                 {"type":"content_block_delta","index":1,"delta":{"type":"text_delta","text":"llo"}},
                 {"type":"content_block_stop","index":1},
                 {"type":"content_block_start","index":2,"content_block":{"type":"tool_use","id":"c","name":"f","input":{}}},
                 {"type":"content_block_delta","index":2,"delta":{"type":"input_json_delta","partial_json":""}},
                 {"type":"content_block_delta","index":2,"delta":{"type":"input_json_delta","partial_json":"{\\"a\\":"}},
                 {"type":"content_block_delta","index":2,"delta":{"type":"input_json_delta","partial_json":"1}"}},
                 {"type":"content_block_stop","index":2},
                 {"type":"content_block_start","index":3,"content_block":{"type":"thinking","thinking":"","signature":""}},
                 {"type":"content_block_delta","index":3,"delta":{"type":"signature_delta","signature":"tollgate:gemini:call:c:t"}},
                 {"type":"content_block_stop","index":3},
                 {"type":"message_delta","delta":{"stop_reason":"tool_use","stop_sequence":null,"stop_details":null},
                   "usage":{"input_tokens":9,"cache_creation_input_tokens":0,"cache_read_input_tokens":0,
                   "cache_creation":{"ephemeral_5m_input_tokens":0,"ephemeral_1h_input_tokens":0},
                   "output_tokens":7,"output_tokens_details":{"thinking_tokens":0},
                   "server_tool_use":null,"service_tier":null,"inference_geo":null}},
                 {"type":"message_stop"}]
                """)
                        .toPrettyString(),
                Json.mapper().valueToTree(events).toPrettyString());
    }

    @Test
    void a_call_that_never_had_arguments_is_one_without_any() throws Exception {
        List<JsonNode> events =
                events(
                        List.of(
                                new Chunk.Start("i", "m"),
                                new Chunk.Open(new Part.ToolCall("c", "f", "", Optional.empty())),
                                new Chunk.Close(),
                                new Chunk.Finished(Finish.TOOL_CALLS, Optional.empty())));

        assertEquals("{}", accumulated(events).path("content").path(0).path("input").toString());
    }

    @Test
    void an_answer_of_nothing_is_a_whole_stream_all_the_same() throws Exception {
        List<JsonNode> events =
                events(
                        List.of(
                                new Chunk.Start("i", "m"),
                                new Chunk.Finished(Finish.STOP, Optional.empty())));

        assertEquals(
                List.of("message_start", "ping", "message_delta", "message_stop"),
                events.stream().map(it -> it.path("type").asText()).toList());
        assertEquals("end_turn", accumulated(events).path("stop_reason").asText());
    }

    @ParameterizedTest
    @CsvSource({
        "STOP, , end_turn",
        "STOP, END, stop_sequence",
        "LENGTH, , max_tokens",
        "TOOL_CALLS, , tool_use",
        "CONTENT_FILTER, , refusal",
        "PAUSE, , pause_turn",
    })
    void the_reason_of_the_end_has_its_word(Finish finish, String stopped, String reason) {
        Completion completion =
                new Completion(
                        "i",
                        "m",
                        List.of(Part.Text.of("a")),
                        finish,
                        Optional.ofNullable(stopped),
                        Optional.empty());
        JsonNode written = whole(completion);

        assertEquals(reason, written.path("stop_reason").asText());
        assertEquals(stopped, written.path("stop_sequence").asText(null));
        JsonNode delta =
                events(Assembly.chunks(completion)).stream()
                        .filter(it -> it.path("type").asText().equals("message_delta"))
                        .findFirst()
                        .orElseThrow()
                        .path("delta");
        assertEquals(reason, delta.path("stop_reason").asText());
        assertEquals(stopped, delta.path("stop_sequence").asText(null));
    }

    /// Seen of Grok on Azure: 416 cached tokens of a prompt of 249.
    @Test
    void the_three_counts_of_input_are_the_input_whatever_a_host_says_of_its_cache() {
        Usage odd = new Usage(249, 416, 0, 0, 0, 0, 40, 0, 0, false);
        Completion completion =
                new Completion(
                        "i", "m", List.of(), Finish.STOP, Optional.empty(), Optional.of(odd));
        JsonNode usage = whole(completion).path("usage");

        assertEquals(0, usage.path("input_tokens").asInt());
        assertEquals(249, usage.path("cache_read_input_tokens").asInt());
    }

    @Test
    void a_call_that_a_model_was_made_to_give_ends_in_tool_use() {
        Part call = new Part.ToolCall("c", "f", "{}", Optional.empty());

        assertEquals(
                "tool_use",
                whole(completion(List.of(call), Finish.STOP)).path("stop_reason").asText());
    }

    @Test
    void a_refusal_is_told_and_is_the_reason() throws Exception {
        Completion refused = completion(List.of(new Part.Refusal("no")), Finish.STOP);
        JsonNode written = whole(refused);

        assertEquals("[{\"type\":\"text\",\"text\":\"no\"}]", written.path("content").toString());
        assertEquals("refusal", written.path("stop_reason").asText());
        ObjectMappers.jsonMapper().readValue(Json.bytes(written), Message.class).validate();
        JsonNode streamed = accumulated(events(Assembly.chunks(refused)));
        assertEquals("refusal", streamed.path("stop_reason").asText());
        assertEquals("no", streamed.path("content").path(0).path("text").asText());
    }

    @Test
    void a_part_that_no_message_has_leaves_no_hole_in_the_count_of_blocks() {
        List<JsonNode> events =
                events(
                        Assembly.chunks(
                                completion(
                                        List.of(new Part.Audio("AA==", "wav"), Part.Text.of("a")),
                                        Finish.STOP)));

        assertTrue(
                events.stream()
                        .filter(it -> it.has("index"))
                        .allMatch(it -> it.path("index").asInt() == 0));
        assertEquals(
                1,
                events.stream()
                        .filter(it -> it.path("type").asText().equals("content_block_stop"))
                        .count());
    }

    /// A caller gives the answer back as history: then every mark is where its provider left it.
    @Test
    void marks_come_back_to_where_they_were() throws JsonBody.Malformed {
        String history =
                "{\"messages\":[{\"role\":\"assistant\",\"content\":"
                        + whole(completion(PARTS, Finish.TOOL_CALLS)).path("content")
                        + "}]}";
        List<Part> read =
                DIALECT.read(JsonBody.parse(history.getBytes(UTF_8))).messages().getFirst().parts();

        assertEquals(PARTS.get(0), read.get(0));
        assertEquals(PARTS.get(1), read.get(1));
        assertEquals(PARTS.get(2), read.get(2));
        assertEquals(Part.Text.of("so"), read.get(3));
        assertEquals(PARTS.subList(4, 6), read.subList(4, 6));
        assertEquals(6, read.size());
    }
}
