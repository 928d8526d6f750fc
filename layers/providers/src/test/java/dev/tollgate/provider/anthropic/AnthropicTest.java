package dev.tollgate.provider.anthropic;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.tollgate.config.Bounds;
import dev.tollgate.config.Deadline;
import dev.tollgate.conversation.Ask;
import dev.tollgate.dialect.messages.MessagesDialect;
import dev.tollgate.http.Headers;
import dev.tollgate.http.Json;
import dev.tollgate.http.Transport;
import dev.tollgate.provider.Calls;
import dev.tollgate.provider.FakeReply;
import dev.tollgate.provider.wire.Outbound;
import dev.tollgate.provider.wire.Untranslatable;
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
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIf;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class AnthropicTest {
    private static final Path ORACLE = Path.of("../../../shared/oracle/usage-costs.jsonl");

    private static String sent(String json) {
        return new String(
                Messages.prepare(Messages.call(json), "claude-x").outgoing().body(), UTF_8);
    }

    private static Failure failure(FakeReply reply) throws IOException {
        Outcome outcome = Messages.read(Messages.call("{}"), reply);
        return assertInstanceOf(Failed.class, outcome).failure();
    }

    private static Whole whole(Call call, String body) throws IOException {
        Outcome outcome = Messages.read(call, FakeReply.of(200, body));
        return assertInstanceOf(Whole.class, assertInstanceOf(Answered.class, outcome).answer());
    }

    private static Outbound pass(String json) {
        return new AnthropicWire().pass(Messages.call(json).body(), "m", false);
    }

    @Test
    void a_call_in_anthropics_language_changes_in_its_model_only() {
        assertEquals(
                "{ \"x_new\":1.0, \"model\" : \"claude-x\",\"max_tokens\":1, \"stream\":true,\"messages\":[ {} ]}",
                sent(
                        "{ \"x_new\":1.0, \"model\" : \"alias\",\"max_tokens\":1, \"stream\":true,\"messages\":[ {} ]}"));
    }

    @Test
    void the_request_carries_the_key_the_version_and_the_request_id() {
        Transport.Outgoing outgoing =
                Messages.prepare(Messages.call("{\"model\":\"a\"}"), "m").outgoing();

        assertEquals("https://api.anthropic.com/v1/messages", outgoing.uri().toString());
        assertEquals(Optional.of("sk-ant-1"), outgoing.headers().first("x-api-key"));
        assertEquals(Optional.of("2023-06-01"), outgoing.headers().first("anthropic-version"));
        assertEquals(Optional.of("req_test"), outgoing.headers().first("x-client-request-id"));
        assertEquals(Optional.empty(), outgoing.headers().first("authorization"));
        assertFalse(outgoing.toString().contains("sk-ant-1"));
    }

    @Test
    void a_callers_betas_and_version_reach_anthropic_and_nothing_else_of_its_headers() {
        Headers sent =
                Headers.of("anthropic-beta", "context-1m-2025-08-07")
                        .with("anthropic-version", "2099-01-01")
                        .with("x-api-key", "tg_callers")
                        .with("cookie", "c");
        Headers kept = new MessagesDialect().partOfAsk(sent);
        Call plain = Messages.call("{\"model\":\"a\"}");
        Ask ask = new Ask(new MessagesDialect(), plain.body(), false, Calls.START, kept);
        Call call =
                new Call(
                        "req_test",
                        Operation.CHAT,
                        ask,
                        Deadline.in(Bounds.MAX_DEADLINE, Calls.START));

        Headers headers = Messages.prepare(call, "m").outgoing().headers();

        assertEquals(Optional.of("context-1m-2025-08-07"), headers.first("anthropic-beta"));
        assertEquals(List.of("2099-01-01"), headers.all("anthropic-version"));
        assertEquals(List.of("sk-ant-1"), headers.all("x-api-key"));
        assertEquals(Optional.empty(), headers.first("cookie"));
    }

    @Test
    void what_other_providers_have_left_in_a_conversation_is_not_sent_to_anthropic() {
        String kept =
                "{\"type\":\"thinking\",\"thinking\":\"mine\",\"signature\":\"EqQB\"},{\"type\":\"text\",\"text\":\"b\"}";
        Outbound outbound =
                pass(
                        """
                        {"model":"a","messages":[{"role":"user","content":"q \\"signature\\":\\"\\""},
                         {"role":"assistant","content":[{"type":"thinking","thinking":"t","signature":"tollgate:gemini:xyz"},
                          {"type":"thinking","thinking":"t","signature":""},
                          {"type":"text","text":"a","citations":[{"type":"web_search_result_location","url":"u","encrypted_index":""}]}]},
                         {"role":"assistant","content":[{"type":"thinking","thinking":"","signature": "tollgate:openai:1"}]},
                         {"role":"assistant","content":[%s]}]}
                        """
                                .formatted(kept));

        assertEquals(
                Json.tree(
                        """
                        {"model":"m","messages":[{"role":"user","content":"q \\"signature\\":\\"\\""},
                         {"role":"assistant","content":[{"type":"text","text":"a"}]},
                         {"role":"assistant","content":[%s]}]}
                        """
                                .formatted(kept)
                                .getBytes(UTF_8)),
                Json.tree(outbound.body()));
        assertEquals(List.of("citations", "thinking"), outbound.dropped());
    }

    @ParameterizedTest
    @CsvSource({
        "enabled, tool_use, 'reasoning, thinking'",
        "adaptive, tool_use, thinking",
        "enabled, text, thinking",
    })
    void a_budget_for_thoughts_goes_with_the_thoughts_before_a_call(
            String thinking, String block, String dropped) {
        Outbound outbound =
                pass(
                        """
                        {"model":"a","thinking":{"type":"%s","budget_tokens":2000},"messages":[{"role":"assistant","content":[
                          {"type":"thinking","thinking":"t","signature":"tollgate:gemini:xyz"},{"type":"%s","text":"x"}]}]}
                        """
                                .formatted(thinking, block));

        assertEquals(dropped, String.join(", ", outbound.dropped()));
        assertEquals(dropped.equals("thinking"), Json.tree(outbound.body()).has("thinking"));
    }

    @Test
    void a_count_of_tokens_is_anthropics_own_and_charges_nothing() throws IOException {
        Call call =
                Calls.of(
                        new MessagesDialect(),
                        Operation.COUNT_TOKENS,
                        "{\"model\":\"a\",\"messages\":[]}",
                        false);
        var prepared = Messages.prepare(call, "m");
        Outcome outcome = prepared.reading().read(FakeReply.of(200, "{ \"input_tokens\": 14 }"));

        assertEquals(
                "https://api.anthropic.com/v1/messages/count_tokens",
                prepared.outgoing().uri().toString());
        assertEquals(
                "{\"model\":\"m\",\"messages\":[]}", new String(prepared.outgoing().body(), UTF_8));
        Whole whole = (Whole) assertInstanceOf(Answered.class, outcome).answer();
        assertEquals("{ \"input_tokens\": 14 }", new String(whole.body(), UTF_8));
        assertEquals(Usage.none(), whole.summary().usage());
    }

    @ParameterizedTest
    @ValueSource(strings = {"{}", "[]", "<html>", "{\"input_tokens\""})
    void what_is_no_count_is_no_answer(String body) throws IOException {
        Call call = Calls.of(new MessagesDialect(), Operation.COUNT_TOKENS, "{}", false);

        Outcome outcome = Messages.prepare(call, "m").reading().read(FakeReply.of(200, body));

        assertEquals(Kind.SERVER_ERROR, assertInstanceOf(Failed.class, outcome).failure().kind());
    }

    @Test
    void a_count_that_fails_fails_of_what_anthropic_says() throws IOException {
        Call call = Calls.of(new MessagesDialect(), Operation.COUNT_TOKENS, "{}", false);

        Outcome outcome =
                Messages.prepare(call, "m")
                        .reading()
                        .read(FakeReply.of(429, "{\"error\":{\"type\":\"rate_limit_error\"}}"));

        assertEquals(Kind.RATE_LIMITED, assertInstanceOf(Failed.class, outcome).failure().kind());
    }

    @Test
    void what_anthropic_has_not_is_refused_for_it() {
        Call embeddings = Calls.of(Operation.EMBEDDINGS, "{}", false);
        Call count = Calls.of(Operation.COUNT_TOKENS, "{}", false);

        assertThrows(Untranslatable.class, () -> Messages.prepare(embeddings, "m"));
        assertThrows(Untranslatable.class, () -> Messages.prepare(count, "m"));
    }

    @Test
    void an_answer_stays_as_it_is_and_its_usage_counts_the_cache_as_input() throws IOException {
        String body =
                """
                {"id":"msg_1","type":"message","content":[{"type":"text","text":"é"}],"stop_reason":"end_turn",
                 "usage":{"input_tokens":10,"cache_read_input_tokens":300,"cache_creation_input_tokens":70,
                          "cache_creation":{"ephemeral_5m_input_tokens":50,"ephemeral_1h_input_tokens":20},
                          "output_tokens":40,"output_tokens_details":{"thinking_tokens":30}}, "new":1}
                """;

        Whole whole = whole(Messages.call("{}"), body);

        assertArrayEquals(body.getBytes(UTF_8), whole.body());
        assertEquals(new Usage(380, 300, 50, 20, 0, 0, 40, 30, 0, false), whole.summary().usage());
        assertEquals(Optional.of("stop"), whole.summary().finishReason());
    }

    @Test
    void what_is_written_to_the_cache_is_written_for_five_minutes_if_nothing_else_is_said()
            throws IOException {
        String body =
                "{\"content\":[],\"usage\":{\"input_tokens\":1,\"cache_creation_input_tokens\":5,\"output_tokens\":2}}";

        assertEquals(
                new Usage(6, 0, 5, 0, 0, 0, 2, 0, 0, false),
                whole(Messages.call("{}"), body).summary().usage());
    }

    @Test
    void an_answer_without_usage_is_estimated_and_says_so() throws IOException {
        String body = "{\"content\":[{\"type\":\"text\",\"text\":\"12345678\"}]}";

        assertEquals(Usage.estimate(0, 2), whole(Messages.call("{}"), body).summary().usage());
    }

    @ParameterizedTest
    @CsvSource({
        "end_turn, stop",
        "stop_sequence, stop",
        "max_tokens, length",
        "model_context_window_exceeded, length",
        "tool_use, tool_calls",
        "pause_turn, pause",
        "refusal, content_filter",
        "something_new, stop",
    })
    void the_reason_of_an_end_is_read(String written, String finish) throws IOException {
        String body = "{\"content\":[],\"stop_reason\":\"" + written + "\"}";

        assertEquals(
                Optional.of(finish), whole(Messages.call("{}"), body).summary().finishReason());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "<html>ok</html>",
                "{\"content\":[",
                "[]",
                "{}",
                "{\"content\":\"text\"}",
                "{\"type\":\"error\",\"error\":{\"type\":\"api_error\"}}",
            })
    void a_200_that_is_no_answer_is_a_server_error(String body) throws IOException {
        assertEquals(Kind.SERVER_ERROR, failure(FakeReply.of(200, body)).kind());
    }

    /// PROVIDERS.md, section 2.2: the Anthropic column.
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '~',
            value = {
                "429 | rate_limit_error      | This request would exceed your organization's rate limit | RATE_LIMITED | SAME_TARGET",
                "402 | billing_error         | pay                                        | QUOTA | NEXT_TARGET",
                "400 | invalid_request_error | Your credit balance is too low to access the API | QUOTA | NEXT_TARGET",
                "400 | invalid_request_error | You have reached your specified API usage limits. | QUOTA | NEXT_TARGET",
                "529 | overloaded_error      | Overloaded                                 | OVERLOADED | SAME_TARGET",
                "500 | api_error             | Internal server error                      | SERVER_ERROR | SAME_TARGET",
                "504 | timeout_error         | Request timed out                          | TIMEOUT | NEXT_TARGET",
                "400 | invalid_request_error | prompt is too long: 3333404 tokens > 200000 maximum | CONTEXT_LENGTH | NEXT_TARGET",
                "400 | invalid_request_error | input length and `max_tokens` exceed context limit: 1 + 2 > 2 | CONTEXT_LENGTH | NEXT_TARGET",
                "413 | request_too_large     | Request exceeds the maximum size           | CONTEXT_LENGTH | NEXT_TARGET",
                "400 | invalid_request_error | Output blocked by content filtering policy | CONTENT_POLICY | NOTHING",
                "401 | authentication_error  | invalid x-api-key                          | AUTH | NEXT_TARGET",
                "403 | permission_error      | no                                         | AUTH | NEXT_TARGET",
                "404 | not_found_error       | model: claude-sonet-4-5                    | NOT_FOUND | NEXT_TARGET",
                "400 | invalid_request_error | messages.0: Input does not match           | BAD_REQUEST | NOTHING",
                "400 | invalid_request_error | messages.0: 'Your credit balance is too low' | BAD_REQUEST | NOTHING",
                "400 | something_new         | m                                          | BAD_REQUEST | NOTHING",
            })
    void an_error_is_classified(int status, String type, String message, Kind kind, Remedy remedy)
            throws IOException {
        String body =
                "{\"type\":\"error\",\"error\":{\"type\":\"%s\",\"message\":\"%s\"},\"request_id\":\"r\"}"
                        .formatted(type, message);
        FakeReply reply = FakeReply.of(status, body);

        Failure failure = failure(reply);

        assertEquals(kind, failure.kind());
        assertEquals(remedy, failure.remedy());
        assertEquals(status, failure.status());
        assertEquals("status " + status + " " + type, failure.message());
        assertEquals("anthropic", failure.words().language());
        assertEquals(message, failure.words().text());
        assertArrayEquals(body.getBytes(UTF_8), failure.words().body());
        assertTrue(reply.closed);
    }

    @ParameterizedTest
    @CsvSource({
        "401, AUTH",
        "402, QUOTA",
        "403, AUTH",
        "404, NOT_FOUND",
        "408, TIMEOUT",
        "413, CONTEXT_LENGTH",
        "422, BAD_REQUEST",
        "429, RATE_LIMITED",
        "500, SERVER_ERROR",
        "502, SERVER_ERROR",
        "503, OVERLOADED",
        "504, TIMEOUT",
        "529, OVERLOADED",
    })
    void a_page_of_a_proxy_is_classified_by_its_status(int status, Kind kind) throws IOException {
        Failure failure = failure(FakeReply.of(status, "<html>prompt is too long</html>"));

        assertEquals(kind, failure.kind());
        assertEquals(0, failure.words().body().length);
    }

    @Test
    void a_spend_limit_is_no_rate_limit() throws IOException {
        Failure failure =
                failure(
                        FakeReply.of(
                                429,
                                "{\"error\":{\"type\":\"rate_limit_error\",\"message\":\"m\","
                                        + "\"details\":{\"error_code\":\"enforced_spend_limit_reached\"}}}"));

        assertEquals(Kind.QUOTA, failure.kind());
        assertEquals(Remedy.NEXT_TARGET, failure.remedy());
    }

    @ParameterizedTest
    @CsvSource({
        "500, api_error, false, NEXT_TARGET",
        "529, overloaded_error, true, SAME_TARGET",
        "504, timeout_error, true, SAME_TARGET",
        "409, invalid_request_error, true, SAME_TARGET",
        "400, invalid_request_error, false, NOTHING",
        "401, authentication_error, true, NEXT_TARGET",
    })
    void anthropics_word_on_sending_again_is_heard(
            int status, String type, String again, Remedy remedy) throws IOException {
        String body = "{\"error\":{\"type\":\"" + type + "\",\"message\":\"m\"}}";

        assertEquals(
                remedy,
                failure(FakeReply.of(status, Headers.of("x-should-retry", again), body)).remedy());
    }

    @Test
    void a_wait_is_asked_for_by_failures_only() throws IOException {
        Headers headers = Headers.of("retry-after", "7");
        String error = "{\"error\":{\"type\":\"rate_limit_error\",\"message\":\"m\"}}";
        String answer = "{\"content\":[]}";

        assertEquals(
                Optional.of(Duration.ofSeconds(7)),
                failure(FakeReply.of(429, headers, error)).retryAfter());
        assertInstanceOf(
                Answered.class,
                Messages.read(Messages.call("{}"), FakeReply.of(200, headers, answer)));
    }

    @Test
    void no_message_of_anthropics_is_passed_to_operators() throws IOException {
        Failure failure =
                failure(
                        FakeReply.of(
                                400,
                                "{\"error\":{\"type\":\"canary' --\",\"message\":\"canary\"}}"));

        assertEquals("status 400", failure.message());
        assertFalse(failure.toString().contains("canary"));
    }

    static boolean oracleIsHere() {
        return Files.isRegularFile(ORACLE);
    }

    @Test
    @EnabledIf("oracleIsHere")
    void real_usage_is_read_as_the_oracle_reads_it() throws IOException {
        int rows = 0;
        for (String line : Files.readAllLines(ORACLE)) {
            var row = Json.tree(line.getBytes(UTF_8));
            boolean ours = row.path("body").path("usage").has("input_tokens");
            if (!row.path("provider").asText().equals("anthropic") || !ours) {
                continue;
            }
            rows++;
            Usage usage = AnthropicUsage.of(row.path("body").path("usage")).orElseThrow();
            var expected = row.path("usage");
            assertEquals(expected.path("input_tokens").asLong(), usage.input(), line);
            assertEquals(expected.path("cache_read_tokens").asLong(), usage.cacheRead(), line);
            assertEquals(
                    expected.path("cache_write_tokens").asLong(),
                    usage.cacheWrite() + usage.cacheWriteLong(),
                    line);
            assertEquals(expected.path("output_tokens").asLong(), usage.output(), line);
            assertEquals(
                    expected.path("output_reasoning_tokens").asLong(), usage.reasoning(), line);
        }
        assertTrue(rows > 90, "only " + rows);
    }
}
