package dev.tollgate.testkit.sim;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import java.net.http.HttpResponse;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/// OpenAI's responses as whole documents.
class ResponsesTest {

    static final String TOOLS =
            """
            , "tools": [
              {"type": "function", "name": "weather", "parameters": {"type": "object",
                "properties": {"city": {"type": "string"}}}},
              {"type": "web_search"},
              {"type": "function", "name": "now", "parameters": {"type": "object"}}]
            """;

    private final SimulatedProvider provider = SimulatedProvider.start();
    private final Client client = new Client(provider.baseUri());

    @AfterEach
    void close() {
        provider.close();
    }

    @Test
    void an_answer_is_one_message_and_counts_its_tokens() throws Exception {
        var answer = answer("gpt-any", "");
        assertEquals("response", answer.path("object").asText());
        assertEquals("completed", answer.path("status").asText());
        assertEquals("gpt-any", answer.path("model").asText());
        assertTrue(answer.path("id").asText().startsWith("resp_"));
        assertEquals(1, answer.path("output").size());
        var message = answer.at("/output/0");
        assertEquals("message", message.path("type").asText());
        assertEquals("output_text", message.at("/content/0/type").asText());
        assertEquals("You said: Say hi, twice.", message.at("/content/0/text").asText());
        assertEquals(5, answer.at("/usage/input_tokens").asInt());
        assertEquals(8, answer.at("/usage/output_tokens").asInt());
        assertEquals(13, answer.at("/usage/total_tokens").asInt());
        assertEquals(0, answer.at("/usage/output_tokens_details/reasoning_tokens").asInt(-1));
        assertEquals(1, provider.calls());
    }

    @Test
    void what_was_asked_is_repeated() throws Exception {
        var answer = answer("ok", ", \"store\": false, \"metadata\": {\"a\": \"b\"}");
        assertFalse(answer.path("store").asBoolean(true));
        assertEquals("b", answer.at("/metadata/a").asText());
        assertEquals("auto", answer.path("tool_choice").asText());
        assertTrue(answer("ok", "").path("store").asBoolean());
    }

    @Test
    void instructions_and_items_are_the_prompt() throws Exception {
        var answer =
                converse(
                        """
                        {"role": "developer", "content": "Be brief."},
                        {"type": "message", "role": "user", "content": [
                          {"type": "input_text", "text": "Look."},
                          {"type": "input_image", "image_url": "data:image/png;base64,AAAA"}]}
                        """,
                        ", \"instructions\": \"Be kind.\"");
        assertEquals("You said: Look. (images: 1)", answer.at("/output/0/content/0/text").asText());
        assertEquals(3 + 3 + 2 + 85, answer.at("/usage/input_tokens").asInt());
    }

    @Test
    void a_bound_makes_it_incomplete() throws Exception {
        var answer = answer("ok", ", \"max_output_tokens\": 4");
        assertEquals("incomplete", answer.path("status").asText());
        assertEquals("max_output_tokens", answer.at("/incomplete_details/reason").asText());
        assertEquals("incomplete", answer.at("/output/0/status").asText());
        assertEquals("You said: Say", answer.at("/output/0/content/0/text").asText());
        var thought = answer("thinking", ", \"max_output_tokens\": 16");
        assertEquals("incomplete", thought.path("status").asText());
        assertEquals(1, thought.path("output").size());
    }

    @Test
    void tools_are_called_as_items() throws Exception {
        var call = answer("ok", TOOLS).at("/output/0");
        assertEquals("function_call", call.path("type").asText());
        assertEquals("weather", call.path("name").asText());
        assertEquals("{\"city\":\"Say hi, twice.\"}", call.path("arguments").asText());
        assertTrue(call.path("call_id").asText().startsWith("call_"));
        assertEquals(2, answer("parallel-tools", TOOLS).path("output").size());
        var named = ", \"tool_choice\": {\"type\": \"function\", \"name\": \"now\"}";
        assertEquals("now", answer("ok", TOOLS + named).at("/output/0/name").asText());
        var none = answer("ok", TOOLS + ", \"tool_choice\": \"none\"");
        assertEquals("message", none.at("/output/0/type").asText());
    }

    @Test
    void a_functions_output_is_answered_in_text() throws Exception {
        var answer =
                converse(
                        """
                        {"role": "user", "content": "Weather?"},
                        {"type": "function_call", "call_id": "c1", "name": "weather",
                          "arguments": "{}"},
                        {"type": "function_call_output", "call_id": "c1", "output": "12 degrees"}
                        """,
                        TOOLS);
        assertEquals("The tool said: 12 degrees", answer.at("/output/0/content/0/text").asText());
        assertEquals(2 + 3 + 2, answer.at("/usage/input_tokens").asInt());
    }

    @Test
    void a_schema_is_followed() throws Exception {
        var format =
                """
                , "text": {"format": {"type": "json_schema", "name": "x", "schema": {
                  "type": "object", "properties": {"title": {"type": "string"}}}}}
                """;
        assertEquals(
                "{\"title\":\"Say hi, twice.\"}",
                answer("ok", format).at("/output/0/content/0/text").asText());
    }

    @Test
    void reasoning_is_an_item_with_what_was_asked_of_it() throws Exception {
        var plain = answer("ok", ", \"reasoning\": {\"effort\": \"low\"}");
        assertEquals("reasoning", plain.at("/output/0/type").asText());
        assertTrue(plain.at("/output/0/summary").isEmpty());
        assertFalse(plain.at("/output/0").has("encrypted_content"));
        assertEquals(16, plain.at("/usage/output_tokens_details/reasoning_tokens").asInt());
        assertEquals(16 + 8, plain.at("/usage/output_tokens").asInt());
        var full =
                answer(
                        "thinking",
                        ", \"reasoning\": {\"summary\": \"auto\"},"
                                + " \"include\": [\"reasoning.encrypted_content\"]");
        assertEquals("summary_text", full.at("/output/0/summary/0/type").asText());
        var again =
                converse(full.at("/output/0") + ", {\"role\": \"user\", \"content\": \"hi\"}", "");
        assertEquals("completed", again.path("status").asText());
    }

    @Test
    void a_refusal_is_a_part_of_its_own_kind() throws Exception {
        var part = answer("refusal", "").at("/output/0/content/0");
        assertEquals("refusal", part.path("type").asText());
        assertTrue(part.path("refusal").asText().startsWith("I'm sorry"));
    }

    @Test
    void quirks_leave_out_usage_or_status() throws Exception {
        assertTrue(answer("no-usage", "").path("usage").isNull());
        assertTrue(answer("no-finish", "").path("status").isNull());
    }

    @ParameterizedTest
    @CsvSource({
        "not-found, 400, model_not_found, model",
        "context-length, 400, context_length_exceeded, input",
        "content-policy, 400, invalid_prompt, ''",
        "quota, 429, insufficient_quota, ''",
        "bad-key, 401, invalid_api_key, ''",
        "status-404, 404, model_not_found, ''",
        "status-429, 429, rate_limit_exceeded, ''",
    })
    void some_errors_are_not_those_of_chat(String model, int status, String code, String param)
            throws Exception {
        var reply = call(model, "");
        assertEquals(status, reply.statusCode());
        var error = Client.json(reply.body()).path("error");
        assertEquals(code, error.path("code").asText());
        assertEquals(param, error.path("param").isNull() ? "" : error.path("param").asText());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "'messages': []",
                "'max_tokens': 5",
                "'response_format': {}",
                "'max_output_tokens': 0",
                "'text': {'format': {'type': 'json_schema', 'json_schema': {}}}",
                "'tools': [{'type': 'function', 'function': {'name': 'a'}}]",
                "'input': []",
                "'input': null",
                "'input': [{'role': 'tool', 'content': 'x'}]",
                "'input': [{'role': 'user', 'content': [{'type': 'text', 'text': 'x'}]}]",
                "'input': [{'role': 'user', 'content': [{'type': 'input_image',"
                        + " 'image_url': {'url': 'x'}}]}]",
                "'input': [{'type': 'function_call', 'call_id': 'c', 'name': 'a'}]",
                "'input': [{'type': 'function_call_output', 'call_id': 'c', 'output': 'x'}]",
                "'input': [{'type': 'reasoning', 'id': 'r', 'encrypted_content': 'forged'}]",
                "'input': [{'type': 'tool_use'}]",
            })
    void what_belongs_to_chat_or_to_nobody_is_a_400(String more) throws Exception {
        var reply = call("ok", ", " + more.replace('\'', '"'));
        assertEquals(400, reply.statusCode(), reply.body());
    }

    private HttpResponse<String> call(String model, String more) throws Exception {
        var input = more.contains("\"input\"") ? "" : ", \"input\": \"Say hi, twice.\"";
        return client.post("/responses", "{\"model\": \"" + model + "\"" + input + more + "}");
    }

    private JsonNode answer(String model, String more) throws Exception {
        return Client.json(call(model, more).body());
    }

    private JsonNode converse(String items, String more) throws Exception {
        return answer("ok", ", \"input\": [" + items + "]" + more);
    }
}
