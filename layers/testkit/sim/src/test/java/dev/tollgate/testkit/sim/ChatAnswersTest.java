package dev.tollgate.testkit.sim;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.tollgate.testkit.sim.dialect.Tokens;
import java.time.Instant;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class ChatAnswersTest {

    private static final String WEATHER =
            """
            , "tools": [{"type": "function", "function": {"name": "weather", "parameters": {
              "type": "object", "required": ["city"], "properties": {
                "city": {"type": "string"}, "days": {"type": "integer", "maximum": 3},
                "unit": {"enum": ["celsius", "fahrenheit"]}}}}},
              {"type": "function", "function": {"name": "time", "parameters": {"type": "object"}}}]
            """;

    private final SimulatedProvider provider = SimulatedProvider.start();
    private final Client client = new Client(provider.baseUri());

    @AfterEach
    void close() {
        provider.close();
    }

    @Test
    void an_answer_is_derived_from_the_last_user_message() throws Exception {
        var answer = client.answer("gpt-any", "");
        assertEquals("You said: Say hi, twice.", answer.at("/choices/0/message/content").asText());
        assertEquals("stop", answer.at("/choices/0/finish_reason").asText());
        assertEquals("assistant", answer.at("/choices/0/message/role").asText());
        assertEquals("chat.completion", answer.at("/object").asText());
        assertEquals("gpt-any", answer.at("/model").asText());
        long age = Instant.now().getEpochSecond() - answer.at("/created").asLong();
        assertTrue(age >= 0 && age < 60, "created " + age + " s ago");
    }

    @Test
    void usage_counts_the_tokens_of_what_was_sent_and_answered() throws Exception {
        var usage = client.answer("ok", "").path("usage");
        assertEquals(5, usage.path("prompt_tokens").asInt());
        assertEquals(8, usage.path("completion_tokens").asInt());
        assertEquals(13, usage.path("total_tokens").asInt());
        assertEquals(0, usage.at("/prompt_tokens_details/cached_tokens").asInt(-1));
        assertEquals(0, usage.at("/completion_tokens_details/reasoning_tokens").asInt(-1));
    }

    @Test
    void reasoning_effort_costs_tokens_within_the_completion() throws Exception {
        var usage = client.answer("ok", ", \"reasoning_effort\": \"medium\"").path("usage");
        assertEquals(64, usage.at("/completion_tokens_details/reasoning_tokens").asInt());
        assertEquals(72, usage.path("completion_tokens").asInt());
    }

    @Test
    void a_long_conversation_has_its_earlier_messages_cached_in_blocks_of_128() throws Exception {
        var body =
                """
                {"model": "ok", "messages": [{"role": "system", "content": "%s"},
                 {"role": "user", "content": [{"type": "text", "text": "Go on."}]}]}
                """
                        .formatted("word ".repeat(1100));
        var usage = Client.json(client.post("/chat/completions", body).body()).path("usage");
        assertEquals(1103, usage.path("prompt_tokens").asInt());
        assertEquals(1024, usage.at("/prompt_tokens_details/cached_tokens").asInt());
    }

    @Test
    void every_answer_has_its_own_id() throws Exception {
        assertNotEquals(client.answer("ok", "").path("id"), client.answer("ok", "").path("id"));
    }

    @Test
    void n_choices_are_answered_and_counted() throws Exception {
        var answer = client.answer("ok", ", \"n\": 3");
        assertEquals(3, answer.path("choices").size());
        assertEquals(2, answer.at("/choices/2/index").asInt());
        assertEquals(8 + 11 + 11, answer.at("/usage/completion_tokens").asInt());
    }

    @Test
    void max_tokens_of_either_name_cut_the_answer() throws Exception {
        for (var field : Set.of("max_tokens", "max_completion_tokens")) {
            var answer = client.answer("ok", ", \"" + field + "\": 4");
            assertEquals("You said: Say", answer.at("/choices/0/message/content").asText());
            assertEquals("length", answer.at("/choices/0/finish_reason").asText());
            assertEquals(4, answer.at("/usage/completion_tokens").asInt());
        }
    }

    @Test
    void tokens_n_answers_exactly_n_tokens() throws Exception {
        for (int tokens : new int[] {1, 200}) {
            var answer = client.answer("tokens-" + tokens, "");
            var content = answer.at("/choices/0/message/content").asText();
            assertEquals(tokens, Tokens.count(content));
            assertEquals(tokens, answer.at("/usage/completion_tokens").asInt());
        }
    }

    @Test
    void the_first_tool_is_called_with_arguments_for_its_schema() throws Exception {
        var choice = client.answer("ok", WEATHER).at("/choices/0");
        assertEquals("tool_calls", choice.path("finish_reason").asText());
        assertTrue(choice.at("/message/content").isNull());
        var function = choice.at("/message/tool_calls/0/function");
        assertEquals("weather", function.path("name").asText());
        assertEquals(
                Client.json("{\"city\":\"Say hi, twice.\",\"days\":3,\"unit\":\"celsius\"}"),
                Client.json(function.path("arguments").asText()));
    }

    @Test
    void tool_choice_names_the_tool_or_forbids_it() throws Exception {
        var named =
                ", \"tool_choice\": {\"type\": \"function\", \"function\": {\"name\": \"time\"}}";
        assertEquals(
                "time",
                client.answer("ok", WEATHER + named)
                        .at("/choices/0/message/tool_calls/0/function/name")
                        .asText());
        var none = client.answer("ok", WEATHER + ", \"tool_choice\": \"none\"");
        assertEquals("stop", none.at("/choices/0/finish_reason").asText());
        var unknown = client.chat("ok", WEATHER + named.replace("time", "tide"));
        assertEquals(400, unknown.statusCode());
    }

    @Test
    void a_tool_message_is_answered_in_text() throws Exception {
        var body =
                """
                {"model": "ok", "messages": [{"role": "user", "content": "Weather?"},
                 {"role": "assistant", "tool_calls": [{"id": "call_1", "type": "function",
                  "function": {"name": "weather", "arguments": "{}"}}]},
                 {"role": "tool", "tool_call_id": "call_1", "content": "12 degrees"}]%s}
                """
                        .formatted(WEATHER);
        var answer = Client.json(client.post("/chat/completions", body).body());
        assertEquals("The tool said: 12 degrees", answer.at("/choices/0/message/content").asText());
        assertEquals(2 + 3 + 2, answer.at("/usage/prompt_tokens").asInt());
    }

    @Test
    void a_json_schema_is_followed() throws Exception {
        var format =
                """
                , "response_format": {"type": "json_schema", "json_schema": {"name": "x",
                  "schema": {
                  "type": "object", "$defs": {"tag": {"type": ["string", "null"]}},
                  "required": ["title", "tags", "good"], "properties": {"title": {"type": "string"},
                    "tags": {"type": "array", "items": {"$ref": "#/$defs/tag"}},
                    "good": {"type": "boolean"}, "none": {"anyOf": [{"type": "null"}]}}}}}
                """;
        var content = client.answer("ok", format).at("/choices/0/message/content").asText();
        assertEquals(
                Client.json(
                        """
                        {"title": "Say hi, twice.", "tags": ["Say hi, twice."], "good": true,
                         "none": null}
                        """),
                Client.json(content));
    }

    @Test
    void a_json_object_is_one() throws Exception {
        var answer = client.answer("ok", ", \"response_format\": {\"type\": \"json_object\"}");
        assertEquals(
                "{\"answer\":\"Say hi, twice.\"}",
                answer.at("/choices/0/message/content").asText());
    }

    @Test
    void a_refusal_is_a_message_of_its_own_kind() throws Exception {
        var choice = client.answer("refusal", "").at("/choices/0");
        assertEquals("content_filter", choice.path("finish_reason").asText());
        assertTrue(choice.at("/message/content").isNull());
        assertTrue(choice.at("/message/refusal").asText().endsWith("Say hi, twice."));
    }

    @Test
    void x_echo_comes_back_byte_for_byte() throws Exception {
        for (var raw :
                Set.of("{ \"b\" :1.50,\t\"a\":[ 1e2, \"\\u00e9é😀\" ] }", "1.0", "\"é\\/\"")) {
            var body = client.chat("ok", ", \"x_echo\": " + raw + " , \"seed\": 1").body();
            assertTrue(body.contains("\"x_echo\":" + raw), body);
        }
    }

    @Test
    void replies_carry_the_headers_of_the_real_one() throws Exception {
        var headers = client.chat("ok", "").headers();
        assertTrue(headers.firstValue("x-request-id").orElseThrow().startsWith("req_"));
        assertEquals("10000", headers.firstValue("x-ratelimit-limit-requests").orElseThrow());
        assertEquals("9999", headers.firstValue("x-ratelimit-remaining-requests").orElseThrow());
        assertEquals("6ms", headers.firstValue("x-ratelimit-reset-requests").orElseThrow());
        assertEquals("1999995", headers.firstValue("x-ratelimit-remaining-tokens").orElseThrow());
        assertTrue(headers.firstValue("openai-processing-ms").isPresent());
    }

    @Test
    void a_body_that_is_no_chat_request_is_a_400() throws Exception {
        var bodies =
                Set.of(
                        "",
                        "[]",
                        "{\"model\": \"ok\"",
                        "{\"messages\": [{\"role\": \"user\"}]}",
                        "{\"model\": \"ok\", \"messages\": []}",
                        "{\"model\": \"ok\", \"messages\": [1]}",
                        Client.chatBody("ok", "", ", \"n\": 0"),
                        Client.chatBody("ok", "", ", \"max_tokens\": 0"),
                        "{\"model\": " + "[".repeat(20_000));
        for (var body : bodies) {
            var reply = client.post("/chat/completions", body);
            assertEquals(400, reply.statusCode(), body);
            assertEquals(
                    Set.of("message", "type", "param", "code"),
                    Client.json(reply.body()).path("error").properties().stream()
                            .map(java.util.Map.Entry::getKey)
                            .collect(Collectors.toSet()));
        }
    }
}
