package dev.tollgate.testkit.sim;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.net.http.HttpResponse;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class AnthropicErrorsTest {

    private static final String CALL =
            "{\"role\": \"assistant\", \"content\": [{\"type\": \"tool_use\", \"id\": \"t1\","
                    + " \"name\": \"a\", \"input\": {}}]}";

    private final SimulatedProvider provider = SimulatedProvider.start();
    private final AnthropicClient client = AnthropicClient.of(provider.origin());

    @AfterEach
    void close() {
        provider.close();
    }

    @ParameterizedTest
    @CsvSource({
        "status-400, 400, invalid_request_error",
        "status-401, 401, authentication_error",
        "status-402, 402, billing_error",
        "status-403, 403, permission_error",
        "status-404, 404, not_found_error",
        "status-413, 413, request_too_large",
        "status-429, 429, rate_limit_error",
        "status-500, 500, api_error",
        "status-504, 504, timeout_error",
        "status-529, 529, overloaded_error",
        "not-found, 404, not_found_error",
        "bad-key, 401, authentication_error",
        "quota, 400, invalid_request_error",
        "context-length, 400, invalid_request_error",
        "key-sk-other, 401, authentication_error",
    })
    void a_scripted_error_has_its_status_and_type(String model, int status, String type)
            throws Exception {
        var reply = client.messages(model, ", \"stream\": true");
        assertEquals(status, reply.statusCode());
        var body = Client.json(reply.body());
        assertEquals("error", body.path("type").asText());
        assertEquals(type, body.at("/error/type").asText());
        assertEquals(
                body.path("request_id").asText(),
                String.join("|", reply.headers().allValues("request-id")));
    }

    @Test
    void what_should_not_be_retried_says_so() throws Exception {
        assertEquals("false", shouldRetry(client.messages("status-401", "")));
        assertEquals("", shouldRetry(client.messages("status-429", "")));
        assertEquals("", shouldRetry(client.messages("status-529", "")));
    }

    @Test
    void a_wait_is_told_in_whole_seconds() throws Exception {
        var headers = client.messages("status-429-retry-after-1500ms", "").headers();
        assertEquals("2", headers.firstValue("retry-after").orElseThrow());
        assertTrue(headers.firstValue("retry-after-ms").isEmpty());
    }

    @Test
    void a_long_prompt_and_an_empty_purse_have_their_words() throws Exception {
        assertEquals(
                "prompt is too long: 5 tokens > 4 maximum",
                message(client.messages("context-length", "")));
        assertTrue(
                message(client.messages("quota", "")).startsWith("Your credit balance is too low"));
    }

    @Test
    void the_key_and_the_version_have_headers_of_their_own() throws Exception {
        var body = Client.chatBody("ok", "hi", ", \"max_tokens\": 9");
        var version = "anthropic-version";
        assertEquals(
                401, client.client().post("/messages", body, version, "2023-06-01").statusCode());
        assertEquals(
                "anthropic-version: header is required",
                message(client.client().post("/messages", body, "x-api-key", "k")));
        assertEquals(404, client.post("/messages/batch", "{}").statusCode());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "'max_tokens': null",
                "'max_tokens': 0",
                "'temperature': 1.5",
                "'n': 1",
                "'response_format': {}",
                "'thinking': {'type': 'enabled'}",
                "'thinking': {'type': 'enabled', 'budget_tokens': 1023}",
                "'thinking': {'type': 'enabled', 'budget_tokens': 2000}",
                "'thinking': {'type': 'enabled', 'budget_tokens': 1024}, 'temperature': 0.5",
                "'thinking': {'type': 'yes'}",
                "'stop_sequences': [' ']",
                "'tools': [{'name': 'a'}]",
                "'tools': [{'name': 'a', 'input_schema': {}}]",
                "'tools': [{'input_schema': {'type': 'object'}}]",
                "'tool_choice': {'type': 'required'}",
                "'output_config': {'effort': 'minimal'}",
                "'output_config': {'format': {'type': 'json_object'}}",
                "'system': [{'type': 'text', 'text': ''}]",
            })
    void a_field_that_is_missing_wrong_or_somebody_elses_is_a_400(String more) throws Exception {
        var reply = client.messages("ok", ", " + more.replace('\'', '"'));
        assertEquals(400, reply.statusCode(), reply.body());
        assertEquals("invalid_request_error", Client.json(reply.body()).at("/error/type").asText());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "{'role': 'system', 'content': 'Be brief.'}, {'role': 'user', 'content': 'hi'}",
                "{'role': 'tool', 'content': 'x'}",
                "{'role': 'user', 'content': ''}",
                "{'role': 'user', 'content': []}",
                "{'role': 'user', 'content': [{'text': 'no type'}]}",
                "{'role': 'user', 'content': [{'type': 'image', 'source': {'type': 'base64',"
                        + " 'media_type': 'image/png', 'data': '*'}}]}",
                "{'role': 'user', 'content': [{'type': 'image', 'source': {'type': 'base64',"
                        + " 'media_type': 'image/tiff', 'data': 'AAAA'}}]}",
                "{'role': 'user', 'content': [{'type': 'image', 'source': {'type': 'url',"
                        + " 'url': 'data:image/png;base64,AAAA'}}]}",
                "{'role': 'user', 'content': [{'type': 'tool_result', 'tool_use_id': 't1'}]}",
                "{'role': 'user', 'content': 'hi'}, {'role': 'assistant', 'content':"
                        + " [{'type': 'thinking', 'thinking': 'Hm.', 'signature': 'forged'}]}",
            })
    void a_message_that_is_not_one_is_a_400(String messages) throws Exception {
        var reply = client.converse(messages.replace('\'', '"'), "");
        assertEquals(400, reply.statusCode(), reply.body());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                ", {'role': 'user', 'content': 'and?'}",
                ", {'role': 'user', 'content': [{'type': 'tool_result', 'tool_use_id': 't2'}]}",
                ", {'role': 'user', 'content': [{'type': 'text', 'text': 'first'},"
                        + " {'type': 'tool_result', 'tool_use_id': 't1', 'content': 'x'}]}",
            })
    void a_call_needs_its_result_at_once(String then) throws Exception {
        var reply =
                client.converse(
                        "{\"role\": \"user\", \"content\": \"hi\"}, "
                                + CALL
                                + then.replace('\'', '"'),
                        "");
        assertEquals(400, reply.statusCode(), reply.body());
    }

    @Test
    void results_may_be_spread_over_messages_and_thoughts_come_back_signed() throws Exception {
        var thought = client.answer("thinking", "").at("/content/0");
        var reply =
                client.converse(
                        """
                        {"role": "user", "content": "hi"},
                        {"role": "assistant", "content": [%s]}, %s,
                        {"role": "user", "content": [{"type": "tool_result", "tool_use_id": "t1",
                          "content": "x"}]}, {"role": "user", "content": "and?"}
                        """
                                .formatted(thought, CALL),
                        "");
        assertEquals(200, reply.statusCode(), reply.body());
    }

    private static String message(HttpResponse<String> reply) {
        return Client.json(reply.body()).at("/error/message").asText();
    }

    private static String shouldRetry(HttpResponse<String> reply) {
        return reply.headers().firstValue("x-should-retry").orElse("");
    }
}
