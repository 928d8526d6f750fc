package dev.tollgate.provider.gemini;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.tollgate.http.Headers;
import dev.tollgate.http.Json;
import dev.tollgate.provider.Calls;
import dev.tollgate.provider.FakeReply;
import dev.tollgate.routing.Call;
import dev.tollgate.routing.Failure;
import dev.tollgate.routing.Failure.Kind;
import dev.tollgate.routing.Failure.Remedy;
import dev.tollgate.routing.ModelFacts;
import dev.tollgate.routing.Outcome;
import dev.tollgate.routing.Outcome.Failed;
import java.io.IOException;
import java.time.Duration;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class GeminiErrorsTest {
    private static final Gemini PROVIDER =
            Gemini.at(Gemini.PUBLIC, ModelFacts.UNKNOWN, Calls.ESTIMATE);
    private static final String CHAT = "{\"messages\":[]}";

    private static Failure failure(Outcome outcome) {
        return assertInstanceOf(Failed.class, outcome).failure();
    }

    private static Failure failure(int status, Headers headers, String body) throws IOException {
        FakeReply reply = FakeReply.of(status, headers, body);
        Failure failure = failure(Calls.read(PROVIDER, Calls.chat(CHAT), reply));
        assertTrue(reply.closed);
        return failure;
    }

    private static String envelope(String members) {
        return "{\"error\":{" + members + "}}";
    }

    /// PROVIDERS.md, section 2.2: the column of Gemini and Vertex AI.
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '~',
            value = {
                "429 | \"status\":\"RESOURCE_EXHAUSTED\" | RATE_LIMITED | SAME_TARGET",
                "429 | \"status\":\"RESOURCE_EXHAUSTED\",\"details\":[{\"@type\":\"type.googleapis.com/google.rpc.QuotaFailure\",\"violations\":[{\"quotaId\":\"GenerateContentPaidTierInputTokensPerModelPerMinute\"}]}] | RATE_LIMITED | SAME_TARGET",
                "429 | \"status\":\"RESOURCE_EXHAUSTED\",\"details\":[{\"@type\":\"type.googleapis.com/google.rpc.QuotaFailure\",\"violations\":[{\"quotaId\":\"a\"},{\"quotaId\":\"GenerateRequestsPerDayPerProjectPerModel-FreeTier\"}]}] | QUOTA | NEXT_TARGET",
                "402 | \"message\":\"pay\" | QUOTA | NEXT_TARGET",
                "403 | \"status\":\"PERMISSION_DENIED\",\"details\":[{\"@type\":\"type.googleapis.com/google.rpc.ErrorInfo\",\"reason\":\"BILLING_DISABLED\"}] | QUOTA | NEXT_TARGET",
                "503 | \"status\":\"UNAVAILABLE\",\"message\":\"The model is overloaded. Please try again later.\" | OVERLOADED | SAME_TARGET",
                "500 | \"status\":\"INTERNAL\" | SERVER_ERROR | SAME_TARGET",
                "500 | \"status\":\"UNKNOWN\" | SERVER_ERROR | SAME_TARGET",
                "409 | \"status\":\"ABORTED\" | SERVER_ERROR | SAME_TARGET",
                "504 | \"status\":\"DEADLINE_EXCEEDED\" | TIMEOUT | NEXT_TARGET",
                "499 | \"status\":\"CANCELLED\" | TIMEOUT | NEXT_TARGET",
                "400 | \"status\":\"INVALID_ARGUMENT\",\"message\":\"The input token count (1250074) exceeds the maximum number of tokens allowed (1048576).\" | CONTEXT_LENGTH | NEXT_TARGET",
                "400 | \"status\":\"INVALID_ARGUMENT\",\"details\":[{\"@type\":\"type.googleapis.com/google.rpc.ErrorInfo\",\"reason\":\"API_KEY_INVALID\"}] | AUTH | NEXT_TARGET",
                "400 | \"status\":\"INVALID_ARGUMENT\",\"message\":\"API key not valid. Please pass a valid API key.\" | AUTH | NEXT_TARGET",
                "400 | \"status\":\"INVALID_ARGUMENT\",\"message\":\"API key expired. Please renew the API key.\" | AUTH | NEXT_TARGET",
                "401 | \"status\":\"UNAUTHENTICATED\",\"details\":[{\"@type\":\"type.googleapis.com/google.rpc.ErrorInfo\",\"reason\":\"CREDENTIALS_MISSING\"}] | AUTH | NEXT_TARGET",
                "403 | \"status\":\"PERMISSION_DENIED\" | AUTH | NEXT_TARGET",
                "404 | \"status\":\"NOT_FOUND\",\"message\":\"models/X is not found for API version v1beta\" | NOT_FOUND | NEXT_TARGET",
                "400 | \"status\":\"INVALID_ARGUMENT\",\"message\":\"Please use a valid role: user, model.\" | BAD_REQUEST | NOTHING",
                "400 | \"status\":\"FAILED_PRECONDITION\" | BAD_REQUEST | NEXT_TARGET",
                "400 | \"status\":\"OUT_OF_RANGE\" | BAD_REQUEST | NOTHING",
                "501 | \"status\":\"UNIMPLEMENTED\" | BAD_REQUEST | NOTHING",
                "429 | \"message\":\"input token count\" | RATE_LIMITED | SAME_TARGET",
                "503 | \"message\":\"x\" | OVERLOADED | SAME_TARGET",
            })
    void an_error_is_classified(int status, String error, Kind kind, Remedy remedy)
            throws IOException {
        for (String body : new String[] {envelope(error), "[" + envelope(error) + "\n]"}) {
            Failure failure = failure(status, Headers.none(), body);

            assertEquals(kind, failure.kind());
            assertEquals(remedy, failure.remedy());
            assertEquals(status, failure.status());
        }
    }

    @ParameterizedTest
    @CsvSource({
        "401, AUTH",
        "403, AUTH",
        "404, NOT_FOUND",
        "408, TIMEOUT",
        "429, RATE_LIMITED",
        "499, TIMEOUT",
        "500, SERVER_ERROR",
        "502, SERVER_ERROR",
        "503, OVERLOADED",
        "504, TIMEOUT",
        "413, BAD_REQUEST",
    })
    void without_an_envelope_the_status_speaks(int status, Kind kind) throws IOException {
        assertEquals(kind, failure(status, Headers.none(), "<html>no</html>").kind());
    }

    @ParameterizedTest
    @CsvSource({
        "48s, 48000",
        "34.4s, 34400",
        "0s, 0",
        "999999999s, 86400000",
        "soon, -1",
        "-1s, -1"
    })
    void the_wait_is_in_the_details(String delay, long millis) throws IOException {
        String error =
                """
                {"error":{"code":429,"status":"RESOURCE_EXHAUSTED","details":[
                  {"@type":"type.googleapis.com/google.rpc.Help"},
                  {"@type":"type.googleapis.com/google.rpc.RetryInfo","retryDelay":"%s"}]}}
                """
                        .formatted(delay);

        Failure failure = failure(429, Headers.none(), error);

        assertEquals(millis, failure.retryAfter().map(Duration::toMillis).orElse(-1L));
    }

    @Test
    void a_wait_in_a_header_is_read_too() throws IOException {
        Failure failure = failure(503, Headers.of("retry-after", "2"), "{}");

        assertEquals(Optional.of(Duration.ofSeconds(2)), failure.retryAfter());
    }

    @Test
    void an_error_before_a_stream_is_bare_json_for_all_its_content_type() throws IOException {
        Failure failure =
                failure(
                        Calls.read(
                                PROVIDER,
                                Calls.stream(CHAT),
                                FakeReply.of(
                                        404,
                                        Headers.of("content-type", "text/event-stream"),
                                        envelope("\n\"code\":404,\n\"status\":\"NOT_FOUND\""))));

        assertEquals(Kind.NOT_FOUND, failure.kind());
    }

    @ParameterizedTest
    @CsvSource({
        "SAFETY",
        "OTHER",
        "BLOCKLIST",
        "PROHIBITED_CONTENT",
        "IMAGE_SAFETY",
        "MODEL_ARMOR"
    })
    void a_prompt_that_was_blocked_is_a_failure_with_googles_words(String reason)
            throws IOException {
        String body =
                "{\"promptFeedback\":{\"blockReason\":\"%s\",\"blockReasonMessage\":\"Because.\"}}"
                        .formatted(reason);
        Call[] calls = {Calls.chat(CHAT), Calls.stream(CHAT)};
        for (Call call : calls) {
            String sent = call.streamed() ? "data: " + body + "\r\n\r\n" : body;
            Failure failure = failure(Calls.read(PROVIDER, call, FakeReply.of(200, sent)));

            assertEquals(Kind.CONTENT_POLICY, failure.kind());
            assertEquals(Remedy.NOTHING, failure.remedy());
            assertEquals("Because.", failure.words().text());
            assertFalse(failure.message().contains("Because"));
        }
    }

    @ParameterizedTest
    @CsvSource({
        "MALFORMED_FUNCTION_CALL, SERVER_ERROR, SAME_TARGET",
        "MALFORMED_RESPONSE, SERVER_ERROR, SAME_TARGET",
        "UNEXPECTED_TOOL_CALL, SERVER_ERROR, SAME_TARGET",
        "TOO_MANY_TOOL_CALLS, SERVER_ERROR, SAME_TARGET",
        "MISSING_THOUGHT_SIGNATURE, BAD_REQUEST, NEXT_TARGET",
    })
    void an_end_that_is_no_answer_is_a_failure(String reason, Kind kind, Remedy remedy)
            throws IOException {
        String body =
                "{\"candidates\":[{\"finishReason\":\"%s\",\"finishMessage\":\"print(secret)\"}]}"
                        .formatted(reason);
        for (Call call : new Call[] {Calls.chat(CHAT), Calls.stream(CHAT)}) {
            String sent = call.streamed() ? "data: " + body + "\r\n\r\n" : body;
            Failure failure = failure(Calls.read(PROVIDER, call, FakeReply.of(200, sent)));

            assertEquals(kind, failure.kind());
            assertEquals(remedy, failure.remedy());
            assertFalse(failure.toString().contains("secret"));
        }
    }

    @Test
    void no_message_of_googles_is_passed_to_operators() throws IOException {
        Failure failure =
                failure(
                        400,
                        Headers.none(),
                        envelope("\"status\":\"INVALID_ARGUMENT\",\"message\":\"key canary\""));

        assertEquals("status 400 invalid_argument", failure.message());
        assertEquals("key canary", failure.words().text());
        assertEquals("gemini", failure.words().language());
        assertFalse(failure.toString().contains("canary"));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '~',
            value = {
                "<html>ok</html>",
                "[]",
                "{}",
                "{\"candidates\":[]}",
                "{\"candidates\":{}}",
                "{\"promptFeedback\":{}}",
                "{\"error\":{}}",
            })
    void a_200_that_is_no_answer_is_a_server_error(String body) throws IOException {
        assertEquals(Kind.SERVER_ERROR, failure(200, Headers.none(), body).kind());
    }

    @Test
    void an_error_with_status_200_has_its_own() {
        Failure failure =
                new GeminiWire(true)
                        .failureIn(
                                Json.tree(
                                        envelope("\"code\":503,\"status\":\"UNAVAILABLE\"")
                                                .getBytes(UTF_8)))
                        .orElseThrow();

        assertEquals(Kind.OVERLOADED, failure.kind());
        assertEquals(503, failure.status());
    }
}
