package dev.tollgate.testkit.sim;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class GeminiErrorsTest {

    private final SimulatedProvider provider = SimulatedProvider.start();
    private final GeminiClient client = GeminiClient.studio(provider);

    @AfterEach
    void close() {
        provider.close();
    }

    @ParameterizedTest
    @CsvSource({
        "status-400, 400, INVALID_ARGUMENT",
        "status-401, 401, UNAUTHENTICATED",
        "status-403, 403, PERMISSION_DENIED",
        "status-404, 404, NOT_FOUND",
        "status-429, 429, RESOURCE_EXHAUSTED",
        "status-499, 499, CANCELLED",
        "status-500, 500, INTERNAL",
        "status-503, 503, UNAVAILABLE",
        "status-504, 504, DEADLINE_EXCEEDED",
        "not-found, 404, NOT_FOUND",
        "bad-key, 400, INVALID_ARGUMENT",
        "quota, 429, RESOURCE_EXHAUSTED",
        "context-length, 400, INVALID_ARGUMENT",
    })
    void a_scripted_error_has_its_status_twice_and_its_name(String model, int status, String name)
            throws Exception {
        var reply = client.generate(model, "");
        assertEquals(status, reply.statusCode());
        var error = Client.json(reply.body()).path("error");
        assertEquals(status, error.path("code").asInt());
        assertEquals(name, error.path("status").asText());
        assertFalse(error.path("message").asText().isEmpty());
    }

    @Test
    void a_rate_limit_tells_its_wait_and_quota_in_details_only() throws Exception {
        var reply = client.generate("status-429-retry-after-1500ms", "");
        assertTrue(reply.headers().firstValue("retry-after").isEmpty());
        var error = Client.json(reply.body()).path("error");
        assertEquals("1.5s", detail(error, "RetryInfo").path("retryDelay").asText());
        var violation = detail(error, "QuotaFailure").at("/violations/0");
        assertTrue(violation.path("quotaId").asText().endsWith("PerMinute"));
        assertEquals(
                "status-429-retry-after-1500ms", violation.at("/quotaDimensions/model").asText());
    }

    @Test
    void an_empty_quota_is_one_of_days_without_a_wait() throws Exception {
        var error = error("quota", "");
        assertTrue(
                detail(error, "QuotaFailure")
                        .at("/violations/0/quotaId")
                        .asText()
                        .contains("PerDay"));
        assertTrue(detail(error, "RetryInfo").isMissingNode());
    }

    @Test
    void a_wrong_key_is_known_by_its_reason() throws Exception {
        assertEquals(
                "API_KEY_INVALID",
                detail(error("key-other", ""), "ErrorInfo").path("reason").asText());
    }

    @Test
    void a_name_that_nobody_knows_is_named() throws Exception {
        var error = error("ok", ", 'max_tokens': 5");
        var words =
                "Invalid JSON payload received. Unknown name \"max_tokens\": Cannot find field.";
        assertEquals(words, error.path("message").asText());
        assertEquals(
                words, detail(error, "BadRequest").at("/fieldViolations/0/description").asText());
        assertEquals(
                "Invalid JSON payload received. Unknown name \"n\" at 'generation_config': Cannot"
                        + " find field.",
                error("ok", ", 'generationConfig': {'n': 1}").path("message").asText());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "'labels': {}",
                "'messages': []",
                "'stream': true",
                "'generationConfig': {'temperature': 2.5}",
                "'generationConfig': {'candidateCount': 9}",
                "'generationConfig': {'maxOutputTokens': 0}",
                "'generationConfig': {'stopSequences': ['1', '2', '3', '4', '5', '6']}",
                "'generationConfig': {'responseJsonSchema': {'type': 'object'}}",
                "'generationConfig': {'responseSchema': {'type': 'OBJECT'},"
                        + " 'responseMimeType': 'text/plain'}",
                "'generationConfig': {'thinkingConfig': {'thinkingLevel': 'LOW',"
                        + " 'thinkingBudget': 5}}",
                "'generationConfig': {'thinkingConfig': {'thinkingLevel': 'xhigh'}}",
                "'generationConfig': {'thinkingConfig': {'effort': 'low'}}",
                "'tools': [{'functionDeclarations': [{'name': '1st'}]}]",
                "'tools': [{'functionDeclarations': [{'name': 'a', 'input_schema': {}}]}]",
                "'tools': [{'functionDeclarations': [{'name': 'a', 'parameters': {'type': 'OBJECT',"
                        + " 'additionalProperties': false}}]}]",
                "'toolConfig': {'functionCallingConfig': {'mode': 'any'}}",
                "'toolConfig': {'functionCallingConfig': {'mode': 'ANY'}}",
                "'tools': [{'functionDeclarations': [{'name': 'a'}]}], 'toolConfig':"
                        + " {'functionCallingConfig': {'allowedFunctionNames': ['a']}}",
            })
    void a_member_that_is_wrong_or_somebody_elses_is_a_400(String more) throws Exception {
        assertEquals("INVALID_ARGUMENT", error("ok", ", " + more).path("status").asText());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "{'role': 'assistant', 'parts': [{'text': 'x'}]}",
                "{'role': 'system', 'parts': [{'text': 'x'}]}",
                "{'role': 'user', 'parts': []}",
                "{'role': 'user', 'parts': [{}]}",
                "{'role': 'user', 'parts': [{'type': 'text', 'text': 'x'}]}",
                "{'role': 'user', 'content': 'x'}",
                "{'parts': [{'inlineData': {'mimeType': 'image/png', 'data': '*'}}]}",
                "{'parts': [{'inlineData': {'data': 'AAAA'}}]}",
                "{'parts': [{'functionResponse': {'name': 'a', 'response': {}}}]}",
                "{'parts': [{'functionCall': {'name': 'a', 'args': {}}}]}",
                "{'role': 'model', 'parts': [{'functionCall': {'name': 'a', 'args': {}}}]}",
                "{'parts': [{'text': 'x', 'thoughtSignature': 'forged'}]}",
            })
    void contents_that_are_none_are_a_400(String contents) throws Exception {
        var reply = client.converse("ok", contents, "");
        assertEquals(400, reply.statusCode(), reply.body());
    }

    @ParameterizedTest
    @CsvSource(
            quoteCharacter = '`',
            value = {
                "`{'name': 'a', 'response': {}}`, 200",
                "`{'name': 'b', 'response': {}}`, 400",
                "`{'name': 'a', 'response': 'x'}`, 400",
                "`{'name': 'a', 'response': {}, 'tool_call_id': 'x'}`, 400",
                "`{'name': 'a', 'id': 'other', 'response': {}}`, 400",
                "`{'name': 'a', 'response': {}}}, {'functionResponse': {'name': 'a',"
                        + " 'response': {}}`, 400",
            })
    void a_response_answers_a_call_by_its_name(String response, int status) throws Exception {
        var contents =
                GeminiClient.SAYS
                        + ", {'role': 'model', 'parts': [{'functionCall': {'name': 'a', 'id': 'i1',"
                        + " 'args': {}}}]}, {'role': 'user', 'parts': [{'functionResponse': %s}]}"
                                .formatted(response);
        var reply = client.converse("ok", contents, "");
        assertEquals(status, reply.statusCode(), reply.body());
    }

    @Test
    void an_address_that_nobody_knows_is_a_page() throws Exception {
        var reply = client.post("ok:rawPredict", "{}");
        assertEquals(404, reply.statusCode());
        assertTrue(reply.body().startsWith("<!DOCTYPE html>"));
        assertEquals(400, client.post("ok:generateContent", "not json").statusCode());
    }

    private JsonNode error(String model, String more) throws Exception {
        return Client.json(client.generate(model, more).body()).path("error");
    }

    /// The detail of a type, or a missing node.
    static JsonNode detail(JsonNode error, String type) {
        for (var detail : error.path("details")) {
            if (detail.path("@type").asText().equals("type.googleapis.com/google.rpc." + type)) {
                return detail;
            }
        }
        return error.path("none");
    }
}
