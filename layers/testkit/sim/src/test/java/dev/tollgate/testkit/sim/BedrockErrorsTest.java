package dev.tollgate.testkit.sim;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class BedrockErrorsTest {

    private static final String USE =
            "{'toolUse': {'toolUseId': 't1', 'name': 'weather', 'input': {}}}";
    private static final String RESULT =
            "{'toolResult': {'toolUseId': 't1', 'content': [{'text': 'x'}]}}";

    private final SimulatedProvider provider = SimulatedProvider.start();
    private final BedrockClient client = BedrockClient.of(provider);

    @AfterEach
    void close() {
        provider.close();
    }

    @ParameterizedTest
    @CsvSource({
        "status-400, 400, ValidationException",
        "status-403, 403, AccessDeniedException",
        "status-404, 404, ResourceNotFoundException",
        "status-408, 408, ModelTimeoutException",
        "status-424, 424, ModelErrorException",
        "status-429, 429, ThrottlingException",
        "status-500, 500, InternalServerException",
        "status-503, 503, ServiceUnavailableException",
        "not-found, 400, ValidationException",
        "bad-key, 403, UnrecognizedClientException",
        "quota, 400, ServiceQuotaExceededException",
        "context-length, 400, ValidationException",
        "key-AKIDSIMULATED2, 403, UnrecognizedClientException",
    })
    void a_scripted_error_has_its_status_and_its_type_in_a_header(
            String model, int status, String type) throws Exception {
        var reply = client.converse(model, "");
        assertEquals(status, reply.status());
        assertEquals(type, reply.header("x-amzn-ErrorType").split(":", 2)[0]);
        assertFalse(reply.json().path("message").asText().isEmpty());
    }

    @Test
    void a_throttled_call_is_told_no_wait() throws Exception {
        var reply = client.converse("status-429-retry-after-2", "");
        assertEquals(
                "ThrottlingException:http://internal.amazon.com/coral/com.amazon.bedrock/",
                reply.header("x-amzn-ErrorType"));
        assertEquals("", reply.header("retry-after"));
    }

    @Test
    void a_second_key_and_a_session_are_known() throws Exception {
        assertEquals(
                200,
                client.with(Signed.by("AKIDSIMULATED2"))
                        .converse("key-AKIDSIMULATED2", "")
                        .status());
        var session = Signed.by("AKIDSIMULATED", "x-amz-security-token", "token");
        assertEquals(200, client.with(session).converse("ok", "").status());
    }

    @Test
    void a_wrong_signature_is_a_403() throws Exception {
        var now = Instant.now();
        refused("InvalidSignatureException", new Signed("AKIDSIMULATED", "other", now, "bedrock"));
        refused("InvalidSignatureException", new Signed("AKIDSIMULATED", "sim-secret", now, "s3"));
        refused(
                "InvalidSignatureException",
                new Signed(
                        "AKIDSIMULATED",
                        "sim-secret",
                        now.minus(Duration.ofMinutes(6)),
                        "bedrock"));
        refused(
                "InvalidSignatureException",
                new Signed(
                        "AKIDSIMULATED", "sim-secret", now.plus(Duration.ofMinutes(6)), "bedrock"));
        refused("UnrecognizedClientException", Signed.by("AKIDOTHER"));
        refused(
                "InvalidSignatureException",
                Signed.by("AKIDSIMULATED", "x-amz-content-sha256", "UNSIGNED-PAYLOAD"));
    }

    @Test
    void what_was_changed_after_signing_is_a_403() throws Exception {
        var body = "{\"messages\": [" + BedrockClient.SAYS.replace('\'', '"') + "]}";
        var bytes = client.signed().post("/model/ok/converse", body);
        assertEquals(200, client.send(bytes).status());
        assertEquals(403, client.send(bytes.replace("twice", "again")).status());
        assertEquals(403, client.send(bytes.replace("/model/ok/", "/model/no/")).status());
        assertEquals(403, client.send(bytes.replace("host: sim", "host: other")).status());
        assertEquals(
                403,
                client.send(bytes.replace("SignedHeaders=content-type;", "SignedHeaders="))
                        .status());
        assertEquals(403, client.send(bytes.replace("host;", "")).status());
        var token = "x-amz-security-token: unsigned\r\nhost:";
        assertEquals(403, client.send(bytes.replace("host:", token)).status());
        var missing = client.send(bytes.replaceAll("authorization: .*\r\n", ""));
        assertEquals(403, missing.status());
        assertEquals(
                "MissingAuthenticationTokenException",
                missing.header("x-amzn-ErrorType").split(":", 2)[0]);
        assertEquals(403, client.send(bytes.replace("AWS4-HMAC-SHA256", "Bearer")).status());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "'inferenceConfig': {'temperature': 1.5}",
                "'inferenceConfig': {'maxTokens': 0}",
                "'inferenceConfig': {'max_tokens': 5}",
                "'max_tokens': 5",
                "'system': [{'text': ' '}]",
                "'toolConfig': {'tools': []}",
                "'toolConfig': {'tools': [{'toolSpec': {'name': 'a b', 'inputSchema': {'json':"
                        + " {'type': 'object'}}}}]}",
                "'toolConfig': {'tools': [{'toolSpec': {'name': 'a', 'inputSchema': {'json': {}}}}]}",
                "'toolConfig': {'tools': [{'toolSpec': {'name': 'a', 'inputSchema': {'json':"
                        + " {'type': 'object'}}}}], 'toolChoice': {'none': {}}}",
                "'outputConfig': {'textFormat': {'type': 'json_schema', 'structure': {'jsonSchema':"
                        + " {'schema': {'type': 'object'}}}}}",
            })
    void a_member_that_is_wrong_or_somebody_elses_is_a_400(String more) throws Exception {
        var reply = client.converse("ok", ", " + more);
        assertEquals(400, reply.status());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "{'role': 'assistant', 'content': [{'text': 'x'}]}",
                "{'role': 'system', 'content': [{'text': 'x'}]}",
                "{'role': 'user', 'content': 'x'}",
                "{'role': 'user', 'content': []}",
                "{'role': 'user', 'content': [{'text': ''}]}",
                "{'role': 'user', 'content': [{'type': 'text', 'text': 'x'}]}",
                "{'role': 'user', 'content': [{'image_url': 'x'}]}",
                "{'role': 'user', 'content': [{'image': {'format': 'png', 'source': {'bytes': '*'}}}]}",
                "{'role': 'user', 'content': [{'image': {'format': 'png', 'source': {'url': 'x'}}}]}",
                "{'role': 'user', 'content': [{'image': {'format': 'tiff', 'source': {'bytes':"
                        + " 'AAAA'}}}]}",
                "{'role': 'user', 'content': [{'text': 'x'}]}, {'role': 'user', 'content': [{'text':"
                        + " 'y'}]}",
            })
    void a_message_that_is_not_one_is_a_400(String messages) throws Exception {
        assertEquals(400, client.converse("ok", messages, "").status());
    }

    @ParameterizedTest
    @CsvSource(
            quoteCharacter = '`',
            value = {"RESULT, 200", "TEXT, 400", "NONE, 400", "TWICE, 400", "OTHER, 400"})
    void a_result_answers_a_use_at_once(String then, int status) throws Exception {
        var content =
                switch (then) {
                    case "RESULT" -> RESULT;
                    case "TWICE" -> RESULT + ", " + RESULT;
                    case "OTHER" -> RESULT.replace("t1", "t2");
                    default -> "{'text': 'x'}";
                };
        var messages =
                BedrockClient.SAYS
                        + ", {'role': 'assistant', 'content': ["
                        + USE
                        + "]}"
                        + (then.equals("NONE")
                                ? ""
                                : ", {'role': 'user', 'content': [" + content + "]}");
        assertEquals(
                status, client.converse("ok", messages, BedrockTest.TOOLS.formatted("")).status());
        assertEquals(400, client.converse("ok", messages, "").status());
    }

    @Test
    void an_address_that_nobody_knows_is_a_404() throws Exception {
        assertEquals(404, client.post("/model/ok/talk", "{}").status());
        assertEquals(400, client.post("/model/ok/converse", "not json").status());
    }

    private void refused(String type, Signed signed) throws Exception {
        var reply = client.with(signed).converse("ok", "");
        assertEquals(403, reply.status());
        assertEquals(type, reply.header("x-amzn-ErrorType").split(":", 2)[0]);
    }
}
