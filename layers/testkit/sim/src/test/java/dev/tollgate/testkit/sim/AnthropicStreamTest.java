package dev.tollgate.testkit.sim;

import static dev.tollgate.testkit.sim.AnthropicClient.events;
import static dev.tollgate.testkit.sim.AnthropicClient.types;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class AnthropicStreamTest {

    private final SimulatedProvider provider = SimulatedProvider.start();
    private final AnthropicClient client = AnthropicClient.of(provider.origin());

    @AfterEach
    void close() {
        provider.close();
    }

    @Test
    void the_events_are_those_of_one_message_with_one_block() throws Exception {
        var events = client.stream("tokens-2", "");
        assertEquals(
                List.of(
                        "message_start",
                        "content_block_start",
                        "ping",
                        "content_block_delta",
                        "content_block_delta",
                        "content_block_stop",
                        "message_delta",
                        "message_stop"),
                types(events));
        var start = events.getFirst().path("message");
        assertEquals(5, start.at("/usage/input_tokens").asInt());
        int placeholder = start.at("/usage/output_tokens").asInt();
        assertTrue(placeholder >= 1 && placeholder <= 8, "placeholder " + placeholder);
        assertTrue(start.path("stop_reason").isNull());
        var delta = events.get(6);
        assertEquals("end_turn", delta.at("/delta/stop_reason").asText());
        assertEquals(5, delta.at("/usage/input_tokens").asInt());
        assertEquals(2, delta.at("/usage/output_tokens").asInt());
    }

    @Test
    void each_event_is_named_as_its_data_and_some_are_padded() throws Exception {
        var sse = client.messages("ok", ", \"stream\": true").body();
        for (var event : sse.strip().split("\n\n", -1)) {
            var lines = event.split("\n", -1);
            assertEquals(2, lines.length);
            var type = Client.json(lines[1].substring("data: ".length())).path("type").asText();
            assertEquals("event: " + type, lines[0]);
        }
        assertTrue(sse.contains("  }\n\n"), sse);
        assertTrue(sse.contains("}  "), sse);
    }

    @Test
    void a_thought_is_streamed_and_signed_before_the_text() throws Exception {
        var events = client.stream("thinking", "");
        var deltas = deltas(events, 0);
        assertEquals("thinking", events.get(1).at("/content_block/type").asText());
        assertEquals("thinking_delta", deltas.getFirst().path("type").asText());
        assertEquals("signature_delta", deltas.getLast().path("type").asText());
        assertEquals(16 + 1, deltas.size());
        assertEquals("text_delta", deltas(events, 1).getFirst().path("type").asText());
        assertEquals(1, types(events).stream().filter("ping"::equals).count());
    }

    @Test
    void tool_input_begins_with_an_empty_delta_and_blocks_come_by_index() throws Exception {
        var events = client.stream("parallel-tools", AnthropicMessagesTest.TOOLS);
        var starts =
                events.stream()
                        .filter(e -> e.path("type").asText().equals("content_block_start"))
                        .toList();
        assertEquals("weather", starts.getFirst().at("/content_block/name").asText());
        assertTrue(starts.getFirst().at("/content_block/input").isEmpty());
        assertEquals("now", starts.getLast().at("/content_block/name").asText());
        var pieces = deltas(events, 0).stream().map(d -> d.path("partial_json").asText()).toList();
        assertEquals("", pieces.getFirst());
        assertTrue(pieces.size() > 3);
        assertEquals("{\"city\":\"Say hi, twice.\"}", String.join("", pieces));
    }

    @Test
    void a_tool_without_arguments_has_the_empty_delta_only() throws Exception {
        var choice = ", \"tool_choice\": {\"type\": \"tool\", \"name\": \"now\"}";
        var deltas = deltas(client.stream("ok", AnthropicMessagesTest.TOOLS + choice), 0);
        assertEquals(1, deltas.size());
        assertEquals("", deltas.getFirst().path("partial_json").asText("none"));
    }

    @Test
    void the_document_and_the_stream_say_the_same() throws Exception {
        var document = client.answer("thinking", "");
        var events = client.stream("thinking", "");
        assertEquals(document.at("/content/1/text").asText(), text(events, 1, "text"));
        assertEquals(document.at("/content/0/thinking").asText(), text(events, 0, "thinking"));
        assertEquals(document.at("/content/0/signature").asText(), text(events, 0, "signature"));
        assertEquals(
                document.at("/usage/output_tokens"),
                events.get(events.size() - 2).at("/usage/output_tokens"));
    }

    @Test
    void a_refused_prompt_has_no_block() throws Exception {
        assertEquals(
                List.of("message_start", "message_delta", "message_stop"),
                types(client.stream("content-policy", "")));
    }

    @Test
    void an_error_within_a_stream_is_an_event_and_the_last() throws Exception {
        var heard = client.hear("error-after-3");
        var events = events(heard.text());
        assertEquals("error", events.getLast().path("type").asText());
        assertEquals("overloaded_error", events.getLast().at("/error/type").asText());
        assertTrue(heard.text().contains("event: error\n"), heard.text());
        assertTrue(heard.text().endsWith("\r\n0\r\n\r\n"), heard.text());
        assertFalse(heard.text().contains("message_stop"), heard.text());
        assertEquals(3, deltas(events, 0).size());
    }

    @Test
    void broken_streams_break_where_the_words_say() throws Exception {
        var cut = client.hear("cut-after-2");
        assertEquals(2, deltas(events(cut.text()), 0).size());
        assertFalse(cut.text().contains("content_block_stop"), cut.text());
        var first = client.hear("cut-before-first-token");
        assertEquals(
                List.of("message_start", "content_block_start", "ping"),
                types(events(first.text())));
        assertTrue(types(client.stream("malformed-after-1", "")).contains("unreadable"));
        var unfinished = types(client.stream("no-done", ""));
        assertEquals("message_delta", unfinished.getLast());
        assertFalse(types(client.stream("no-finish", "")).contains("message_delta"));
    }

    @Test
    void pings_may_stand_before_every_token() throws Exception {
        var types = types(client.stream("ping+tokens-3", ""));
        assertEquals(1 + 3, types.stream().filter("ping"::equals).count());
    }

    @Test
    void no_usage_is_told() throws Exception {
        for (var event : client.stream("no-usage", "")) {
            assertTrue(event.findValues("usage").isEmpty(), event.toString());
        }
    }

    private static List<JsonNode> deltas(List<JsonNode> events, int block) {
        return events.stream()
                .filter(event -> event.path("type").asText().equals("content_block_delta"))
                .filter(event -> event.path("index").asInt() == block)
                .map(event -> event.path("delta"))
                .toList();
    }

    private static String text(List<JsonNode> events, int block, String field) {
        return deltas(events, block).stream()
                .map(delta -> delta.path(field).asText())
                .collect(Collectors.joining());
    }
}
