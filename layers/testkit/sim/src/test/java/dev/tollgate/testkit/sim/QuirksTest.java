package dev.tollgate.testkit.sim;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/// Answers that are unusual and still whole, in the words of chat completions.
class QuirksTest {

    private static final String STREAM = ", \"stream\": true";
    private static final String TOOLS =
            """
            , "tools": [{"type": "function", "function": {"name": "weather", "parameters": {
              "type": "object", "properties": {"city": {"type": "string"}}}}},
              {"type": "function", "function": {"name": "time", "parameters": {
              "type": "object", "properties": {"zone": {"type": "string"}}}}}]
            """;

    private final SimulatedProvider provider = SimulatedProvider.start();
    private final Client client = new Client(provider.baseUri());

    @AfterEach
    void close() {
        provider.close();
    }

    @Test
    void parallel_tools_are_the_first_two() throws Exception {
        var calls =
                client.answer("parallel-tools", TOOLS).at("/choices/0/message").path("tool_calls");
        assertEquals(2, calls.size());
        assertEquals("weather", calls.at("/0/function/name").asText());
        assertEquals("time", calls.at("/1/function/name").asText());
        assertNotEquals(calls.at("/0/id"), calls.at("/1/id"));
    }

    @Test
    void one_tool_is_called_twice_unless_that_is_forbidden() throws Exception {
        var one = ", \"tools\": [{\"type\": \"function\", \"function\": {\"name\": \"time\"}}]";
        var calls = client.answer("parallel-tools", one).at("/choices/0/message/tool_calls");
        assertEquals(
                List.of("time", "time"),
                calls.findValues("name").stream().map(JsonNode::asText).toList());
        var single =
                client.answer("parallel-tools", TOOLS + ", \"parallel_tool_calls\": false")
                        .at("/choices/0/message/tool_calls");
        assertEquals(1, single.size());
    }

    @Test
    void parallel_calls_are_streamed_by_index() throws Exception {
        var deltas =
                Client.events(client.chat("parallel-tools", STREAM + TOOLS).body()).stream()
                        .map(event -> Client.json(event).at("/choices/0/delta/tool_calls/0"))
                        .filter(call -> !call.isMissingNode())
                        .toList();
        var second = deltas.stream().filter(call -> call.path("index").asInt() == 1).toList();
        assertEquals("time", second.getFirst().at("/function/name").asText());
        assertEquals("", second.getFirst().at("/function/arguments").asText("none"));
        assertEquals(
                "{\"zone\":\"Say hi, twice.\"}",
                second.stream()
                        .map(call -> call.at("/function/arguments").asText())
                        .collect(Collectors.joining()));
    }

    @Test
    void thinking_costs_tokens_that_nobody_asked_for() throws Exception {
        var usage = client.answer("thinking", "").path("usage");
        assertEquals(16, usage.at("/completion_tokens_details/reasoning_tokens").asInt());
        assertEquals(16 + 8, usage.path("completion_tokens").asInt());
    }

    @Test
    void no_usage_is_told() throws Exception {
        assertFalse(client.answer("no-usage", "").has("usage"));
        var more = STREAM + ", \"stream_options\": {\"include_usage\": true}";
        assertFalse(client.chat("no-usage", more).body().contains("usage\":"));
        var body = "{\"model\": \"no-usage\", \"input\": \"hi\"}";
        assertFalse(client.post("/embeddings", body).body().contains("usage\":"));
    }

    @Test
    void no_finish_leaves_out_the_finish_and_nothing_else() throws Exception {
        assertTrue(client.answer("no-finish", "").at("/choices/0/finish_reason").isNull());
        var stream = client.chat("no-finish", STREAM).body();
        assertFalse(stream.contains("\"finish_reason\":\"stop\""), stream);
        assertTrue(stream.endsWith("data: [DONE]\n\n"), stream);
    }

    @Test
    void pings_are_comments_that_change_no_answer() throws Exception {
        var stream = client.chat("ping+tokens-3", STREAM).body();
        assertEquals(3, stream.split(": keep-alive\n\n", -1).length - 1);
        assertEquals("You said:", Client.content(stream));
        var body = client.chat("ping", "").body();
        assertTrue(body.startsWith("\n"), body);
        assertEquals("chat.completion", Client.json(body).path("object").asText());
    }

    @Test
    void images_are_counted_and_told() throws Exception {
        var body =
                """
                {"model": "ok", "messages": [{"role": "user", "content": [
                  {"type": "text", "text": "Look."},
                  {"type": "image_url", "image_url": {"url": "https://example.com/cat.png"}}]}]}
                """;
        var answer = Client.json(client.post("/chat/completions", body).body());
        assertEquals(
                "You said: Look. (images: 1)", answer.at("/choices/0/message/content").asText());
        assertEquals(2 + 85, answer.at("/usage/prompt_tokens").asInt());
    }
}
