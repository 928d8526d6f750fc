package dev.tollgate.testkit.sim;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import dev.tollgate.testkit.sim.Client.Heard;
import java.io.IOException;
import java.util.List;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// OpenAI's responses as streams of events.
class ResponseStreamTest {

    private final SimulatedProvider provider = SimulatedProvider.start();
    private final Client client = new Client(provider.baseUri());

    @AfterEach
    void close() {
        provider.close();
    }

    @Test
    void the_events_of_a_message_come_in_order() throws Exception {
        var events = stream("tokens-2", "");
        assertEquals(
                List.of(
                        "response.created",
                        "response.in_progress",
                        "response.output_item.added",
                        "response.content_part.added",
                        "response.output_text.delta",
                        "response.output_text.delta",
                        "response.output_text.done",
                        "response.content_part.done",
                        "response.output_item.done",
                        "response.completed"),
                types(events));
        assertEquals("in_progress", events.getFirst().at("/response/status").asText());
        assertTrue(events.getFirst().at("/response/usage").isNull());
        assertEquals("You said", events.get(6).path("text").asText());
        var response = events.getLast().path("response");
        assertEquals("You said", response.at("/output/0/content/0/text").asText());
        assertEquals(2, response.at("/usage/output_tokens").asInt());
    }

    @ParameterizedTest
    @ValueSource(strings = {"ok", "thinking", "refusal", "parallel-tools"})
    void events_are_numbered_and_named(String model) throws Exception {
        var sse = client.post("/responses", body(model, ResponsesTest.TOOLS)).body();
        int number = 0;
        for (var event : sse.strip().split("\n\n", -1)) {
            var lines = event.split("\n", -1);
            var data = Client.json(lines[1].substring("data: ".length()));
            assertEquals("event: " + data.path("type").asText(), lines[0]);
            assertEquals(number++, data.path("sequence_number").asInt(-1));
        }
        assertFalse(sse.contains("[DONE]"), sse);
    }

    @Test
    void function_calls_are_items_whose_arguments_come_in_pieces() throws Exception {
        var events = stream("parallel-tools", ResponsesTest.TOOLS);
        var pieces =
                events.stream()
                        .filter(e -> e.path("type").asText().endsWith("arguments.delta"))
                        .filter(e -> e.path("output_index").asInt() == 0)
                        .map(e -> e.path("delta").asText())
                        .toList();
        assertTrue(pieces.size() > 3);
        assertEquals("{\"city\":\"Say hi, twice.\"}", String.join("", pieces));
        var output = events.getLast().at("/response/output");
        assertEquals("now", output.at("/1/name").asText());
        assertEquals(output.at("/0/id"), events.get(2).at("/item/id"));
        assertEquals("", events.get(2).at("/item/arguments").asText("none"));
    }

    @Test
    void reasoning_is_streamed_if_a_summary_was_asked_for() throws Exception {
        var shown = stream("thinking", ", \"reasoning\": {\"summary\": \"auto\"}");
        var summary =
                shown.stream()
                        .filter(e -> e.path("type").asText().endsWith("summary_text.delta"))
                        .map(e -> e.path("delta").asText())
                        .collect(Collectors.joining());
        assertEquals(shown.getLast().at("/response/output/0/summary/0/text").asText(), summary);
        assertTrue(types(shown).contains("response.reasoning_summary_part.added"));
        var hidden = types(stream("thinking", ""));
        assertEquals(2, hidden.stream().filter(t -> t.endsWith("output_item.added")).count());
        assertTrue(hidden.stream().noneMatch(t -> t.contains("summary")));
    }

    @Test
    void a_bound_ends_it_incomplete() throws Exception {
        var last = stream("ok", ", \"max_output_tokens\": 2").getLast();
        assertEquals("response.incomplete", last.path("type").asText());
        assertEquals("incomplete", last.at("/response/status").asText());
    }

    @Test
    void an_error_is_nested_and_followed_by_the_failed_response() throws Exception {
        var heard = hear("error-after-3");
        var events = Client.events(heard.text()).stream().map(Client::json).toList();
        var error = events.get(events.size() - 2);
        assertEquals("error", error.path("type").asText());
        assertEquals("server_error", error.at("/error/code").asText());
        assertEquals(4 + 3, error.path("sequence_number").asInt());
        assertEquals("response.failed", events.getLast().path("type").asText());
        assertEquals("failed", events.getLast().at("/response/status").asText());
        assertEquals(4 + 4, events.getLast().path("sequence_number").asInt());
        assertTrue(heard.text().endsWith("\r\n0\r\n\r\n"), heard.text());
    }

    @ParameterizedTest
    @ValueSource(strings = {"no-done", "no-finish", "tokens-2+cut-after-9"})
    void without_its_last_event_a_stream_is_not_whole(String model) throws Exception {
        var heard = hear(model);
        assertTrue(heard.text().contains("response.output_item.done"), heard.text());
        assertFalse(heard.text().contains("response.completed"), heard.text());
    }

    @Test
    void broken_streams_break_where_the_words_say() throws Exception {
        assertEquals(2, hear("cut-after-2").text().split("output_text.delta\n", -1).length - 1);
        assertFalse(hear("cut-before-first-token").text().contains("output_text.delta"));
        assertTrue(hear("ping+tokens-1").text().contains(": keep-alive\n"));
    }

    @Test
    void obfuscation_can_be_turned_off() throws Exception {
        var off = ", \"stream_options\": {\"include_obfuscation\": false}";
        assertTrue(stream("ok", "").stream().anyMatch(event -> event.has("obfuscation")));
        assertTrue(stream("ok", off).stream().noneMatch(event -> event.has("obfuscation")));
    }

    private List<JsonNode> stream(String model, String more) throws Exception {
        var sse = client.post("/responses", body(model, more)).body();
        return Client.events(sse).stream().map(Client::json).toList();
    }

    private static List<String> types(List<JsonNode> events) {
        return events.stream().map(event -> event.path("type").asText()).toList();
    }

    private Heard hear(String model) throws IOException {
        var body = body(model, "");
        return client.hear(
                Client.rawPost("connection: close\r\ncontent-length: " + body.length(), body)
                        .replace("/v1/chat/completions", "/v1/responses"));
    }

    private static String body(String model, String more) {
        return """
        {"model": "%s", "input": "Say hi, twice.", "stream": true%s}\
        """
                .formatted(model, more);
    }
}
