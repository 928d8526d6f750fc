package dev.tollgate.provider.openai;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.tollgate.http.Headers;
import dev.tollgate.http.Transport;
import dev.tollgate.identity.Secret;
import dev.tollgate.provider.Calls;
import dev.tollgate.provider.FakeReply;
import dev.tollgate.routing.Answer.Whole;
import dev.tollgate.routing.Call;
import dev.tollgate.routing.Call.Operation;
import dev.tollgate.routing.Failure;
import dev.tollgate.routing.Failure.Kind;
import dev.tollgate.routing.Failure.Remedy;
import dev.tollgate.routing.Outcome;
import dev.tollgate.routing.Outcome.Answered;
import dev.tollgate.routing.Outcome.Failed;
import dev.tollgate.usage.Usage;
import java.io.IOException;
import java.time.Duration;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class OpenAiTest {
    private static final OpenAi PROVIDER = Calls.openAi();

    private static String sent(Call call) {
        return new String(prepare(call).body(), UTF_8);
    }

    private static Transport.Outgoing prepare(Call call) {
        return PROVIDER.prepare(call, "gpt-x", Optional.of(new Secret("sk-1"))).outgoing();
    }

    private static Failure failure(Outcome outcome) {
        return assertInstanceOf(Failed.class, outcome).failure();
    }

    @Test
    void a_buffered_call_changes_in_its_model_only() {
        assertEquals(
                "{ \"x_unknown\":1.0, \"model\" : \"gpt-x\",\"messages\":[ {} ]}",
                sent(
                        Calls.chat(
                                "{ \"x_unknown\":1.0, \"model\" : \"alias\",\"messages\":[ {} ]}")));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '~',
            value = {
                "{\"model\":\"a\"}                                         | {\"model\":\"gpt-x\",\"stream_options\":{\"include_usage\":true}}",
                "{\"model\":\"a\",\"stream_options\":null}                 | {\"model\":\"gpt-x\",\"stream_options\":{\"include_usage\":true}}",
                "{\"model\":\"a\",\"stream_options\":{\"b\": 1}}           | {\"model\":\"gpt-x\",\"stream_options\":{\"b\": 1,\"include_usage\":true}}",
                "{\"model\":\"a\",\"stream_options\":{\"include_usage\":false}} | {\"model\":\"gpt-x\",\"stream_options\":{\"include_usage\":true}}",
            })
    void a_streamed_call_always_asks_for_usage(String asked, String sent) {
        assertEquals(sent.strip(), sent(Calls.stream(asked.strip())));
    }

    @Test
    void the_request_carries_the_key_and_the_request_id() {
        Transport.Outgoing outgoing = prepare(Calls.chat("{\"model\":\"a\"}"));

        assertEquals("https://api.openai.com/v1/chat/completions", outgoing.uri().toString());
        assertEquals(Optional.of("Bearer sk-1"), outgoing.headers().first("authorization"));
        assertEquals(Optional.of("req_test"), outgoing.headers().first("x-client-request-id"));
        assertFalse(outgoing.toString().contains("sk-1"));
    }

    @Test
    void a_buffered_answer_stays_as_it_is_and_its_usage_is_read_by_class() throws IOException {
        String body =
                """
                {"id":"x","choices":[{"finish_reason":"stop","message":{"content":"é"}}],
                 "usage":{"prompt_tokens":100,"completion_tokens":50,
                          "prompt_tokens_details":{"cached_tokens":40,"audio_tokens":5,"image_tokens":30},
                          "completion_tokens_details":{"reasoning_tokens":20,"audio_tokens":7,"image_tokens":3}}, "new":1}
                """;

        Outcome outcome = Calls.read(PROVIDER, Calls.chat("{}"), FakeReply.of(200, body));

        Whole whole =
                assertInstanceOf(Whole.class, assertInstanceOf(Answered.class, outcome).answer());
        assertArrayEquals(body.getBytes(UTF_8), whole.body());
        assertEquals(
                new Usage(100, 40, 0, 0, 5, 0, 30, 50, 20, 7, 3, false), whole.summary().usage());
        assertEquals(Optional.of("stop"), whole.summary().finishReason());
    }

    @Test
    void an_answer_without_usage_is_estimated_and_says_so() throws IOException {
        Outcome outcome =
                Calls.read(
                        PROVIDER,
                        Calls.of(Operation.EMBEDDINGS, "{\"input\":\"12345678\"}", false),
                        FakeReply.of(200, "{\"data\":[]}"));

        Whole whole =
                assertInstanceOf(Whole.class, assertInstanceOf(Answered.class, outcome).answer());
        assertEquals(Usage.estimate(2, 0), whole.summary().usage());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{}",
                "{\"prompt_tokens\":null}",
                "{\"prompt_tokens\":-1,\"completion_tokens\":1}",
                "{\"prompt_tokens\":9223372036854775807,\"completion_tokens\":1}",
                "{\"prompt_tokens\":1,\"completion_tokens\":1e30}",
            })
    void a_usage_that_cannot_be_is_no_report_but_estimated(String usage) throws IOException {
        Outcome outcome =
                Calls.read(
                        PROVIDER,
                        Calls.chat("{\"messages\":[{\"content\":\"12345678\"}]}"),
                        FakeReply.of(
                                200,
                                "{\"choices\":[{\"message\":{\"content\":\"1234\"}}],\"usage\":"
                                        + usage
                                        + "}"));

        Whole whole =
                assertInstanceOf(Whole.class, assertInstanceOf(Answered.class, outcome).answer());
        assertEquals(Usage.estimate(2, 1), whole.summary().usage());
    }

    @Test
    void an_inlined_image_is_no_text() {
        Call call =
                Calls.chat(
                        "{\"messages\":[{\"content\":[{\"image_url\":{\"url\":\"data:image/png;base64,"
                                + "A".repeat(9_999)
                                + "\"}}]}]}");

        assertEquals(0, Calls.ESTIMATE.input(call.body()));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '~',
            value = {
                "<html>ok</html>",
                "{\"choices\":[",
                "[]",
                "{}",
                "{\"error\":{\"message\":\"m\",\"code\":502}}",
                "{\"choices\":[],\"error\":\"text\"}",
            })
    void a_200_that_is_no_answer_is_a_server_error(String body) throws IOException {
        assertEquals(
                Kind.SERVER_ERROR,
                failure(Calls.read(PROVIDER, Calls.chat("{}"), FakeReply.of(200, body))).kind());
    }

    @ParameterizedTest
    @CsvSource({"insufficient_system_resource, OVERLOADED", "error, SERVER_ERROR"})
    void a_choice_that_ended_in_a_failure_is_no_answer(String reason, Kind kind)
            throws IOException {
        FakeReply reply =
                FakeReply.of(
                        200,
                        "{\"choices\":[{\"finish_reason\":\"stop\",\"message\":{}},{\"finish_reason\":\""
                                + reason
                                + "\",\"message\":{\"content\":\"Ha\"}}]}");

        assertEquals(kind, failure(Calls.read(PROVIDER, Calls.chat("{}"), reply)).kind());
    }

    /// PROVIDERS.md, section 2.2: the OpenAI and compatibles columns.
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '~',
            value = {
                "429 | {\"error\":{\"code\":\"rate_limit_exceeded\",\"type\":\"tokens\",\"message\":\"Rate limit reached\"}} | RATE_LIMITED | SAME_TARGET",
                "429 | {\"error\":{\"code\":\"rate_limit_exceeded\",\"message\":\"Request too large for gpt-x\"}} | RATE_LIMITED | NEXT_TARGET",
                "429 | {\"error\":{\"type\":\"insufficient_quota\",\"code\":\"insufficient_quota\"}} | QUOTA | NEXT_TARGET",
                "429 | {\"error\":{\"type\":\"insufficient_quota\",\"code\":\"credit_balance_exhausted\"}} | QUOTA | NEXT_TARGET",
                "402 | {\"error\":{\"message\":\"pay\"}} | QUOTA | NEXT_TARGET",
                "503 | {\"error\":{\"type\":\"service_unavailable_error\",\"code\":\"server_is_overloaded\"}} | OVERLOADED | SAME_TARGET",
                "529 | {} | OVERLOADED | SAME_TARGET",
                "498 | {} | OVERLOADED | SAME_TARGET",
                "500 | {\"error\":{\"type\":\"server_error\"}} | SERVER_ERROR | SAME_TARGET",
                "502 | <html>bad gateway</html> | SERVER_ERROR | SAME_TARGET",
                "504 | {} | TIMEOUT | NEXT_TARGET",
                "400 | {\"error\":{\"code\":\"context_length_exceeded\"}} | CONTEXT_LENGTH | NEXT_TARGET",
                "400 | {\"error\":{\"code\":\"invalid_request_error\",\"message\":\"This model's maximum context length is 10 tokens.\"}} | CONTEXT_LENGTH | NEXT_TARGET",
                "400 | {\"error\":{\"code\":\"invalid_prompt\"}} | CONTENT_POLICY | NOTHING",
                "400 | {\"error\":{\"code\":\"content_filter\",\"param\":\"prompt\"}} | CONTENT_POLICY | NOTHING",
                "401 | {\"error\":{\"code\":\"invalid_api_key\"}} | AUTH | NEXT_TARGET",
                "401 | {\"detail\":\"Invalid API Key\"} | AUTH | NEXT_TARGET",
                "400 | {\"code\":\"invalid-argument\",\"error\":\"Incorrect API key provided: x\"} | AUTH | NEXT_TARGET",
                "404 | {\"error\":{\"code\":\"model_not_found\"}} | NOT_FOUND | NEXT_TARGET",
                "400 | {\"error\":{\"code\":\"model_not_found\",\"param\":\"model\"}} | NOT_FOUND | NEXT_TARGET",
                "400 | {\"error\":{\"code\":\"unsupported_parameter\"}} | BAD_REQUEST | NOTHING",
                "422 | {} | BAD_REQUEST | NOTHING",
            })
    void an_error_is_classified(int status, String body, Kind kind, Remedy remedy)
            throws IOException {
        FakeReply reply = FakeReply.of(status, body);

        Failure failure = failure(Calls.read(PROVIDER, Calls.chat("{}"), reply));

        assertEquals(kind, failure.kind());
        assertEquals(remedy, failure.remedy());
        assertEquals(status, failure.status());
        assertTrue(reply.closed);
    }

    @ParameterizedTest
    @CsvSource({
        "retry-after-ms, 494, 494",
        "retry-after, 2, 2000",
        "retry-after, 0.5, 500",
        "retry-after, 'Mon, 23 Nov 2026 12:00:30 GMT', 30000",
        "retry-after, soon, -1",
        "retry-after, -5, -1",
    })
    void the_wait_that_is_asked_for_is_read(String name, String value, long millis)
            throws IOException {
        Headers headers = Headers.of(name, value).with("date", "Mon, 23 Nov 2026 12:00:00 GMT");

        Failure failure =
                failure(Calls.read(PROVIDER, Calls.chat("{}"), FakeReply.of(429, headers, "{}")));

        assertEquals(millis, failure.retryAfter().map(Duration::toMillis).orElse(-1L));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "Rate limit reached for m. Please try again in 494ms. Visit | RATE_LIMITED | 494",
                "Rate limit reached. Please try again in 1.2s. | RATE_LIMITED | 1200",
                "exceeded token rate limit. Please retry after 6 seconds. | RATE_LIMITED | 6000",
                "exceeded call volume quota. Please retry after 86400 seconds. | QUOTA | 86400000",
                "Slow down. | RATE_LIMITED | -1",
            })
    void a_wait_that_only_the_message_tells_is_read_and_a_day_is_a_quota(
            String message, Kind kind, long millis) throws IOException {
        Failure failure =
                failure(
                        Calls.read(
                                PROVIDER,
                                Calls.chat("{}"),
                                FakeReply.of(
                                        429,
                                        "{\"error\":{\"code\":\"429\",\"message\":\""
                                                + message
                                                + "\"}}")));

        assertEquals(kind, failure.kind());
        assertEquals(millis, failure.retryAfter().map(Duration::toMillis).orElse(-1L));
    }

    @Test
    void no_message_of_a_provider_is_passed_to_operators() throws IOException {
        Failure failure =
                failure(
                        Calls.read(
                                PROVIDER,
                                Calls.chat("{}"),
                                FakeReply.of(
                                        401,
                                        "{\"error\":{\"message\":\"Incorrect API key: sk-canary\","
                                                + "\"code\":\"invalid_api_key\"}}")));

        assertEquals("status 401 invalid_api_key", failure.message());
        assertFalse(failure.toString().contains("canary"));
    }
}
