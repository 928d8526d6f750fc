package dev.tollgate.testkit.sim;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class AnthropicMessagesTest {

    static final String TOOLS =
            """
            , "tools": [
              {"name": "weather", "input_schema": {"type": "object", "properties": {
                "city": {"type": "string"}}}},
              {"name": "now", "input_schema": {"type": "object"}}]
            """;

    private final SimulatedProvider provider = SimulatedProvider.start();
    private final AnthropicClient client = AnthropicClient.of(provider.origin());

    @AfterEach
    void close() {
        provider.close();
    }

    @Test
    void an_answer_is_one_text_block_and_counts_its_tokens() throws Exception {
        var answer = client.answer("claude-any", "");
        assertEquals("message", answer.path("type").asText());
        assertEquals("assistant", answer.path("role").asText());
        assertEquals("claude-any", answer.path("model").asText());
        assertTrue(answer.path("id").asText().startsWith("msg_"));
        assertEquals(1, answer.path("content").size());
        assertEquals("You said: Say hi, twice.", answer.at("/content/0/text").asText());
        assertEquals("end_turn", answer.path("stop_reason").asText());
        assertTrue(answer.path("stop_sequence").isNull());
        assertEquals(5, answer.at("/usage/input_tokens").asInt());
        assertEquals(8, answer.at("/usage/output_tokens").asInt());
        assertEquals(0, answer.at("/usage/cache_read_input_tokens").asInt(-1));
        assertEquals(1, provider.calls());
    }

    @Test
    void an_empty_system_prompt_is_none() throws Exception {
        assertEquals(
                5, client.answer("ok", ", \"system\": \"\"").at("/usage/input_tokens").asInt());
    }

    @Test
    void max_tokens_cut_the_answer() throws Exception {
        var answer = client.answer("ok", ", \"max_tokens\": 4");
        assertEquals("You said: Say", answer.at("/content/0/text").asText());
        assertEquals("max_tokens", answer.path("stop_reason").asText());
        assertEquals(4, answer.at("/usage/output_tokens").asInt());
    }

    @Test
    void a_stop_sequence_ends_the_answer_in_front_of_it() throws Exception {
        var answer = client.answer("ok", ", \"stop_sequences\": [\"none\", \" hi\"]");
        assertEquals("You said: Say", answer.at("/content/0/text").asText());
        assertEquals("stop_sequence", answer.path("stop_reason").asText());
        assertEquals(" hi", answer.path("stop_sequence").asText());
        assertEquals(4, answer.at("/usage/output_tokens").asInt());
    }

    @Test
    void a_tool_is_called_with_an_object() throws Exception {
        var answer = client.answer("ok", TOOLS);
        assertEquals("tool_use", answer.path("stop_reason").asText());
        assertEquals("tool_use", answer.at("/content/0/type").asText());
        assertEquals("weather", answer.at("/content/0/name").asText());
        assertEquals("Say hi, twice.", answer.at("/content/0/input/city").asText());
        assertTrue(answer.at("/content/0/id").asText().startsWith("toolu_"));
    }

    @Test
    void tool_choice_is_auto_any_a_tool_or_none() throws Exception {
        for (var choice : new String[] {"auto", "any"}) {
            assertEquals("weather", called("ok", "{\"type\": \"" + choice + "\"}"));
        }
        assertEquals("now", called("ok", "{\"type\": \"tool\", \"name\": \"now\"}"));
        assertEquals("", called("ok", "{\"type\": \"none\"}"));
        var unknown =
                client.messages(
                        "ok",
                        TOOLS + ", \"tool_choice\": {\"type\": \"tool\", \"name\": \"tide\"}");
        assertEquals(400, unknown.statusCode());
    }

    @Test
    void parallel_tools_are_two_blocks_unless_that_is_disabled() throws Exception {
        assertEquals("weather now", called("parallel-tools", "{\"type\": \"auto\"}"));
        assertEquals(
                "weather",
                called(
                        "parallel-tools",
                        "{\"type\": \"auto\", \"disable_parallel_tool_use\": true}"));
    }

    @Test
    void a_tool_result_is_answered_in_text() throws Exception {
        var reply =
                client.converse(
                        """
                        {"role": "user", "content": "Weather?"},
                        {"role": "assistant", "content": [
                          {"type": "tool_use", "id": "t1", "name": "weather", "input": {}}]},
                        {"role": "user", "content": [{"type": "tool_result", "tool_use_id": "t1",
                          "content": [{"type": "text", "text": "12 degrees"}]}]}
                        """,
                        TOOLS);
        var answer = Client.json(reply.body());
        assertEquals("The tool said: 12 degrees", answer.at("/content/0/text").asText());
        assertEquals(2 + 3 + 2, answer.at("/usage/input_tokens").asInt());
    }

    @Test
    void a_schema_is_followed() throws Exception {
        var format =
                """
                , "output_config": {"format": {"type": "json_schema", "schema": {
                  "type": "object", "properties": {"title": {"type": "string"}}}}}
                """;
        assertEquals(
                "{\"title\":\"Say hi, twice.\"}",
                client.answer("ok", format).at("/content/0/text").asText());
    }

    @Test
    void thinking_comes_first_only_if_it_is_asked_for_or_scripted() throws Exception {
        var asked = client.answer("ok", ", \"thinking\": {\"type\": \"adaptive\"}");
        assertEquals("thinking", asked.at("/content/0/type").asText());
        assertFalse(asked.at("/content/0/signature").asText().isEmpty());
        assertEquals("text", asked.at("/content/1/type").asText());
        assertEquals(64, asked.at("/usage/output_tokens_details/thinking_tokens").asInt());
        assertEquals(64 + 8, asked.at("/usage/output_tokens").asInt());
        var effort =
                ", \"thinking\": {\"type\": \"enabled\", \"budget_tokens\": 1024},"
                        + " \"output_config\": {\"effort\": \"low\"}";
        assertEquals(16 + 8, client.answer("ok", effort).at("/usage/output_tokens").asInt());
        assertEquals(16 + 8, client.answer("thinking", "").at("/usage/output_tokens").asInt());
    }

    @Test
    void images_are_counted_by_either_source() throws Exception {
        var reply =
                client.converse(
                        """
                        {"role": "user", "content": [{"type": "text", "text": "Look."},
                          {"type": "image", "source": {"type": "base64", "media_type": "image/png",
                            "data": "iVBORw0KGgo="}},
                          {"type": "image", "source": {"type": "url", "url": "https://a.b/c.png"}}]}
                        """,
                        "");
        var answer = Client.json(reply.body());
        assertEquals("You said: Look. (images: 2)", answer.at("/content/0/text").asText());
        assertEquals(2 + 2 * 85, answer.at("/usage/input_tokens").asInt());
    }

    @Test
    void a_refusal_is_a_stop_reason_and_a_refused_prompt_has_no_content() throws Exception {
        var refusal = client.answer("refusal", "");
        assertEquals("refusal", refusal.path("stop_reason").asText());
        assertEquals("refusal", refusal.at("/stop_details/type").asText());
        assertTrue(refusal.at("/content/0/text").asText().startsWith("I'm sorry"));
        var blocked = client.messages("content-policy", "");
        assertEquals(200, blocked.statusCode());
        assertEquals("refusal", Client.json(blocked.body()).path("stop_reason").asText());
        assertEquals(0, Client.json(blocked.body()).path("content").size());
    }

    @Test
    void a_marked_prompt_is_written_to_the_cache_and_then_read_beside_the_input() throws Exception {
        var system =
                ", \"system\": [{\"type\": \"text\", \"text\": \"%s\", \"cache_control\": %s}]"
                        .formatted(
                                "word ".repeat(1100), "{\"type\": \"ephemeral\", \"ttl\": \"1h\"}");
        var first = client.answer("ok", system).path("usage");
        assertEquals(5, first.path("input_tokens").asInt());
        assertEquals(1100, first.path("cache_creation_input_tokens").asInt());
        assertEquals(1100, first.at("/cache_creation/ephemeral_1h_input_tokens").asInt());
        var second = client.answer("ok", system).path("usage");
        assertEquals(5, second.path("input_tokens").asInt());
        assertEquals(0, second.path("cache_creation_input_tokens").asInt());
        assertEquals(1100, second.path("cache_read_input_tokens").asInt());
        var other = client.answer("ok@other", system).path("usage");
        assertEquals(0, other.path("cache_read_input_tokens").asInt());
    }

    @Test
    void tokens_are_counted_for_nothing() throws Exception {
        var body =
                "{\"model\": \"ok\", \"messages\": [{\"role\": \"user\", \"content\": \"a b\"}]}";
        var answer = Client.json(client.post("/messages/count_tokens", body).body());
        assertEquals(2, answer.path("input_tokens").asInt());
        assertEquals(400, client.post("/messages/count_tokens", "[]").statusCode());
        assertEquals(0, provider.calls());
    }

    @Test
    void models_are_listed_in_the_shape_of_whoever_asks() throws Exception {
        var list = Client.json(client.get("/models").body());
        assertEquals("model", list.at("/data/0/type").asText());
        assertEquals(list.at("/data/0/id"), list.path("first_id"));
        assertEquals("a b", Client.json(client.get("/models/a%20b").body()).path("id").asText());
        var plain = Client.json(client.client().get("/models").body());
        assertEquals("list", plain.path("object").asText());
    }

    @Test
    void quirks_leave_out_usage_or_finish() throws Exception {
        assertFalse(client.answer("no-usage", "").has("usage"));
        assertTrue(client.answer("no-finish", "").path("stop_reason").isNull());
    }

    @Test
    void replies_carry_the_headers_of_the_real_one() throws Exception {
        var headers = client.messages("ok", "").headers();
        assertTrue(headers.firstValue("request-id").orElseThrow().startsWith("req_"));
        assertEquals(
                "1999995",
                headers.firstValue("anthropic-ratelimit-input-tokens-remaining").orElseThrow());
        assertNotEquals("", headers.firstValue("anthropic-ratelimit-requests-reset").orElseThrow());
        assertTrue(headers.firstValue("x-request-id").isEmpty());
    }

    @Test
    void x_echo_comes_back_byte_for_byte() throws Exception {
        var body = client.messages("ok", ", \"x_echo\": [ 1.0 ]").body();
        assertTrue(body.contains("\"x_echo\":[ 1.0 ]"), body);
    }

    /// The names of the tools that are called.
    private String called(String model, String choice) throws Exception {
        var answer = client.answer(model, TOOLS + ", \"tool_choice\": " + choice);
        return String.join(" ", answer.path("content").findValuesAsText("name"));
    }
}
