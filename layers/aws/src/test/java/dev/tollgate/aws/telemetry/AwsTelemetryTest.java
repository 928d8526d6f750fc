package dev.tollgate.aws.telemetry;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import dev.tollgate.api.ApiError;
import dev.tollgate.api.Tags;
import dev.tollgate.config.StoreUnavailable;
import dev.tollgate.ledger.LedgerJson;
import dev.tollgate.ledger.LedgerRecord;
import dev.tollgate.ledger.LedgerRecord.Settlement;
import dev.tollgate.ledger.LedgerRecord.Source;
import dev.tollgate.ledger.LedgerRecord.Status;
import dev.tollgate.limits.Limit;
import dev.tollgate.limits.Limit.Exceeded;
import dev.tollgate.limits.Limit.Measure;
import dev.tollgate.limits.Scope;
import dev.tollgate.routing.Attempt;
import dev.tollgate.routing.BreakerStore.Opening;
import dev.tollgate.routing.Call.Operation;
import dev.tollgate.routing.Failure;
import dev.tollgate.routing.Target;
import dev.tollgate.usage.Cost;
import dev.tollgate.usage.Usage;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.Isolated;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

@Isolated("log lines of others would be captured too")
final class AwsTelemetryTest {
    private static final String CANARY = "sk-canary-my-secret-prompt";
    private static final Instant NOON = Instant.parse("2026-11-23T12:00:00Z");
    private static final String ID = "req_01KAR0EXA0ABCDEFGHJKMNPQRS";

    private final Captured captured = new Captured();
    private final AwsTelemetry telemetry = captured.telemetry();

    @AfterEach
    void release() {
        captured.close();
    }

    @Test
    void a_settled_call_is_one_line_of_fields() {
        telemetry.settled(settled("chat", Status.ANSWERED, Cost.Priced.forInput(123_000, "v1")));

        JsonNode line = only(captured.lines());
        assertEquals("INFO", line.path("level").textValue());
        assertEquals("call", line.path("event").textValue());
        assertEquals(ID, line.path("request_id").textValue());
        assertEquals("chat", line.path("alias").textValue());
        assertEquals("openai/gpt-4.1", line.path("target").textValue());
        assertEquals("answered", line.path("status").textValue());
        assertEquals(1, line.path("attempts").intValue());
        assertEquals("0.000123", line.path("cost_usd").textValue());
        assertEquals(1_500, line.path("duration_ms").intValue());
        assertEquals(40, line.path("time_to_first_token_ms").intValue());
    }

    @Test
    void a_settled_call_counts_by_alias_and_provider() {
        telemetry.settled(settled("chat", Status.ANSWERED, Cost.Priced.forInput(123_000, "v1")));

        JsonNode line = only(captured.metrics());
        assertEquals(List.of(List.of("Alias", "Provider"), List.of()), Captured.dimensions(line));
        assertEquals("chat", line.path("Alias").textValue());
        assertEquals("openai", line.path("Provider").textValue());
        assertEquals("Tollgate", line.at("/_aws/CloudWatchMetrics/0/Namespace").textValue());
        assertEquals(1, line.path("Calls").intValue());
        assertEquals(0, line.path("Errors").intValue());
        assertEquals(1_500, line.path("Latency").intValue());
        assertEquals(40, line.path("TimeToFirstToken").intValue());
        assertEquals(10, line.path("InputTokens").intValue());
        assertEquals(5, line.path("OutputTokens").intValue());
        assertEquals(0.000123, line.path("CostUsd").doubleValue());
        assertFalse(line.has("UnpricedCalls"));
    }

    @Test
    void a_call_without_a_price_is_counted_as_such_and_never_as_free() {
        telemetry.settled(settled("chat", Status.CUT, new Cost.Unpriced()));

        JsonNode line = captured.metrics().getFirst();
        assertEquals(1, line.path("UnpricedCalls").intValue());
        assertEquals(1, line.path("Errors").intValue());
        assertFalse(line.has("CostUsd"));
        assertTrue(captured.lines().getFirst().path("unpriced").booleanValue());
    }

    @Test
    void calls_without_a_price_are_counted_without_dimensions_too_for_an_alarm() {
        telemetry.settled(settled("chat", Status.CUT, new Cost.Unpriced()));

        JsonNode line = only(captured.metrics());
        assertEquals(List.of(List.of("Alias", "Provider"), List.of()), Captured.dimensions(line));
        assertEquals(1, line.path("UnpricedCalls").intValue());
    }

    @Test
    void how_to_give_a_target_its_price_is_told_once() {
        telemetry.settled(settled("chat", Status.ANSWERED, new Cost.Unpriced()));
        telemetry.settled(settled("chat", Status.ANSWERED, new Cost.Unpriced()));

        List<JsonNode> hints =
                captured.lines().stream()
                        .filter(line -> line.path("event").asText().equals("unpriced"))
                        .toList();
        JsonNode hint = only(hints);
        assertEquals("WARN", hint.path("level").textValue());
        assertEquals(
                "openai/gpt-4.1 has no price: its calls count as unpriced and pass budgets;"
                        + " add prices: {\"openai/gpt-4.1\": {inputPerMTok: \"...\", outputPerMTok: \"...\"}}",
                hint.path("how").textValue());
    }

    @Test
    void a_refusal_counts_by_its_code_alone() {
        telemetry.refused(ID, ApiError.unknownAlias(CANARY));

        assertEquals("model_not_found", only(captured.lines()).path("code").textValue());
        JsonNode metric = only(captured.metrics());
        assertEquals(List.of(List.of("Code")), Captured.dimensions(metric));
        assertEquals(1, metric.path("Refused").intValue());
    }

    @Test
    void a_hit_tells_what_it_saved_and_hides_nobodys_latency() {
        telemetry.settled(
                settled(Status.ANSWERED, Source.CACHE, 420_000, Optional.empty(), List.of()));

        JsonNode line = only(captured.lines());
        assertEquals("cache", line.path("source").textValue());
        assertEquals("0.00042", line.path("saved_usd").textValue());
        assertEquals(0, line.path("attempts").intValue());
        JsonNode metric = only(captured.metrics());
        assertEquals(1, metric.path("Calls").intValue());
        assertEquals(1, metric.path("CacheHits").intValue());
        assertEquals(0.00042, metric.path("SavedUsd").doubleValue());
        assertFalse(metric.has("Latency"));
        assertFalse(metric.has("TimeToFirstToken"));
    }

    @Test
    void a_call_that_nothing_special_befell_has_no_fields_or_metrics_of_it() {
        telemetry.settled(settled("chat", Status.ANSWERED, Cost.Priced.forInput(1, "v1")));

        JsonNode line = only(captured.lines());
        assertEquals("provider", line.path("source").textValue());
        for (String field :
                List.of("saved_usd", "degraded", "wasted_attempts", "wasted_tokens", "failure")) {
            assertFalse(line.has(field), field);
        }
        JsonNode metric = only(captured.metrics());
        for (String name :
                List.of("CacheHits", "SavedUsd", "DegradedCalls", "RefusedCalls", "Replays")) {
            assertFalse(metric.has(name), name);
        }
    }

    @ParameterizedTest
    @CsvSource({
        "PROVIDER, Latency",
        "CACHE, CacheHits",
        "STALE_CACHE, CacheHits",
        "SHARED, SharedAnswers",
        "REPLAY, Replays"
    })
    void every_source_of_answers_is_counted(Source source, String name) {
        telemetry.settled(settled(Status.ANSWERED, source, 0, Optional.empty(), List.of()));

        assertTrue(only(captured.metrics()).has(name));
    }

    @Test
    void a_degraded_call_tells_how_and_is_no_error() {
        telemetry.settled(
                settled(Status.ANSWERED, Source.MESSAGE, 0, Optional.of("message"), List.of()));

        JsonNode line = only(captured.lines());
        assertEquals("message", line.path("degraded").textValue());
        assertEquals("message", line.path("source").textValue());
        JsonNode metric = only(captured.metrics());
        assertEquals(1, metric.path("DegradedCalls").intValue());
        assertEquals(0, metric.path("Errors").intValue());
    }

    @Test
    void attempts_that_wasted_tokens_are_told_apart() {
        telemetry.settled(
                settled(
                        Status.ANSWERED,
                        Source.PROVIDER,
                        0,
                        Optional.empty(),
                        List.of(
                                attempt().wasting(Usage.of(100, 20)),
                                attempt().wasting(Usage.estimate(30, 0)),
                                attempt())));

        JsonNode line = only(captured.lines());
        assertEquals(3, line.path("attempts").intValue());
        assertEquals(2, line.path("wasted_attempts").intValue());
        assertEquals(150, line.path("wasted_tokens").intValue());
    }

    @Test
    void a_call_that_we_refused_is_none_of_a_providers() {
        telemetry.settled(settled(Status.REFUSED, Source.PROVIDER, 0, Optional.empty(), List.of()));

        JsonNode line = only(captured.lines());
        assertEquals("refused", line.path("status").textValue());
        assertFalse(line.has("target"));
        assertFalse(line.has("source"));
        JsonNode metric = only(captured.metrics());
        assertEquals(List.of(List.of("Alias")), Captured.dimensions(metric));
        assertEquals(1, metric.path("RefusedCalls").intValue());
        assertFalse(metric.has("Calls"));
        assertFalse(metric.has("Errors"));
        assertFalse(metric.has("Latency"));
    }

    @ParameterizedTest
    @MethodSource("consequences")
    void a_limit_without_room_is_told_and_counted_by_what_came_of_it(
            Exceeded exceeded, String level, String written) {
        telemetry.exceeded(limit(exceeded), exceeded);

        JsonNode line = only(captured.lines());
        assertEquals(level, line.path("level").textValue());
        assertEquals("limit_exceeded", line.path("event").textValue());
        assertEquals("limits[2].tokensPerMinute", line.path("limit").textValue());
        assertEquals(written, line.path("consequence").textValue());
        JsonNode metric = only(captured.metrics());
        assertEquals(List.of(List.of("Consequence")), Captured.dimensions(metric));
        assertEquals(written, metric.path("Consequence").textValue());
        assertEquals(1, metric.path("LimitsExceeded").intValue());
    }

    static Stream<Arguments> consequences() {
        return Stream.of(
                Arguments.of(new Exceeded.Reject(), "INFO", "reject"),
                Arguments.of(new Exceeded.DowngradeTo("chat-fast"), "INFO", "downgrade"),
                Arguments.of(new Exceeded.Warn(), "WARN", "warn"));
    }

    @Test
    void a_downgrade_tells_the_alias_that_takes_over() {
        Exceeded downgrade = new Exceeded.DowngradeTo("chat-fast");

        telemetry.exceeded(limit(downgrade), downgrade);

        assertEquals("chat-fast", only(captured.lines()).path("alias").textValue());
    }

    @Test
    void a_used_budget_is_told_with_its_owner_and_counted_without() {
        telemetry.budgetUsed(limit(new Exceeded.Reject()), "growth", 80);

        JsonNode line = only(captured.lines());
        assertEquals("WARN", line.path("level").textValue());
        assertEquals("budget_used", line.path("event").textValue());
        assertEquals("growth", line.path("whose").textValue());
        assertEquals(80, line.path("percent").intValue());
        JsonNode metric = only(captured.metrics());
        assertEquals(List.of(List.of()), Captured.dimensions(metric));
        assertEquals(1, metric.path("BudgetsAt80").intValue());
    }

    @Test
    void a_breaker_is_told_as_it_opens_and_closes_and_counted_by_provider() {
        Target target = new Target("openai", "gpt-4.1");

        telemetry.opened(target, new Opening(NOON, Failure.Kind.RATE_LIMITED, 3));
        telemetry.closed(target);

        JsonNode opened = captured.lines().getFirst();
        assertEquals("WARN", opened.path("level").textValue());
        assertEquals("breaker_opened", opened.path("event").textValue());
        assertEquals("openai/gpt-4.1", opened.path("target").textValue());
        assertEquals("rate_limited", opened.path("failure").textValue());
        assertEquals("2026-11-23T12:00:00Z", opened.path("until").textValue());
        assertEquals(3, opened.path("streak").intValue());
        JsonNode closed = captured.lines().getLast();
        assertEquals("INFO", closed.path("level").textValue());
        assertEquals("breaker_closed", closed.path("event").textValue());
        JsonNode metric = only(captured.metrics());
        assertEquals(List.of(List.of("Provider")), Captured.dimensions(metric));
        assertEquals(1, metric.path("BreakersOpened").intValue());
    }

    @Test
    void a_spilled_record_stands_whole_in_one_error_line() {
        LedgerRecord record = settled("chat", Status.FAILED, Cost.Priced.forInput(0, "none"));

        telemetry.spilled(record, outage());

        JsonNode line = only(captured.lines());
        assertEquals("ERROR", line.path("level").textValue());
        assertEquals("ledger_spill", line.path("event").textValue());
        assertEquals(LedgerJson.of(record).toString(), line.path("record").toString());
        assertEquals(1, only(captured.metrics()).path("LedgerSpills").intValue());
    }

    @Test
    void a_lost_payload_is_told_by_its_calls_id_and_counted() {
        telemetry.payloadLost(ID, outage());

        JsonNode line = only(captured.lines());
        assertEquals("ERROR", line.path("level").textValue());
        assertEquals("payload_lost", line.path("event").textValue());
        assertEquals(ID, line.path("request_id").textValue());
        assertEquals(1, only(captured.metrics()).path("PayloadsLost").intValue());
    }

    @Test
    void what_is_degraded_is_told_and_counted() {
        telemetry.degraded("the catalogue could not be read", outage());

        JsonNode line = only(captured.lines());
        assertEquals("WARN", line.path("level").textValue());
        assertEquals("the catalogue could not be read", line.path("message").textValue());
        assertTrue(line.path("cause").textValue().contains("PutItem on ledger: Throttled"));
        assertEquals(1, only(captured.metrics()).path("Degraded").intValue());
    }

    @Test
    void a_bug_is_told_by_its_places() {
        telemetry.failed(ID, new IllegalStateException("x"));

        JsonNode line = only(captured.lines());
        assertEquals("ERROR", line.path("level").textValue());
        assertTrue(line.path("stack").textValue().contains("AwsTelemetryTest.java"));
    }

    @Test
    void no_line_shows_what_others_put_into_exceptions_refusals_or_tags() {
        IOException gone = new IOException(CANARY);

        telemetry.settled(settled("chat", Status.CANCELLED, new Cost.Unpriced()));
        telemetry.callerGone(ID, gone);
        telemetry.failed(ID, new IllegalStateException(CANARY, gone));
        telemetry.degraded("something", new IllegalStateException(CANARY));
        telemetry.spilled(pending("chat"), new StoreUnavailable("PutItem", gone));
        telemetry.payloadLost(ID, new IllegalStateException(CANARY));
        telemetry.refused(ID, ApiError.badRequest("invalid_tag", CANARY, CANARY));

        assertEquals(8, captured.lines().size()); // of the first call also how to give it a price
        assertFalse(captured.everything().contains(CANARY));
    }

    @Test
    void concurrent_calls_do_not_mix() throws Exception {
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            for (int i = 0; i < 200; i++) {
                LedgerRecord record =
                        settled("alias-" + i, Status.ANSWERED, Cost.Priced.forInput(i, "v1"));
                threads.execute(() -> telemetry.settled(record));
            }
        }

        List<JsonNode> lines = captured.metrics();
        assertEquals(200, lines.size());
        for (JsonNode line : lines) {
            int i = Integer.parseInt(line.path("Alias").textValue().substring(6));
            assertEquals(i / 1e9, line.path("CostUsd").doubleValue());
            assertEquals(1, line.path("Calls").intValue());
        }
    }

    private static StoreUnavailable outage() {
        return new StoreUnavailable("PutItem on ledger: Throttled", new IOException(CANARY));
    }

    private static JsonNode only(List<JsonNode> lines) {
        assertEquals(1, lines.size());
        return lines.getFirst();
    }

    static LedgerRecord pending(String alias) {
        return new LedgerRecord(
                ID,
                NOON,
                "growth",
                "key_1",
                alias,
                Operation.CHAT,
                true,
                new Target("openai", "gpt-4.1"),
                7,
                Tags.none(),
                Optional.empty(),
                Optional.empty());
    }

    private static LedgerRecord settled(String alias, Status status, Cost cost) {
        boolean failed = status == Status.FAILED || status == Status.CUT;
        return pending(alias)
                .settled(
                        new Settlement(
                                status,
                                attempt().target(),
                                List.of(attempt()),
                                Usage.of(10, 5),
                                cost,
                                failed ? Optional.of(Failure.Kind.TIMEOUT) : Optional.empty(),
                                Optional.of("stop"),
                                Optional.of(Duration.ofMillis(40)),
                                Duration.ofMillis(1_500),
                                Duration.ofMillis(10)));
    }

    private static LedgerRecord settled(
            Status status,
            Source source,
            long savedNanoUsd,
            Optional<String> degraded,
            List<Attempt> attempts) {
        return pending("chat")
                .settled(
                        new Settlement(
                                status,
                                attempt().target(),
                                attempts,
                                Usage.none(),
                                Cost.Priced.forInput(0, "none"),
                                source,
                                savedNanoUsd,
                                degraded,
                                Optional.empty(),
                                Optional.empty(),
                                Optional.empty(),
                                Optional.of(Duration.ofMillis(4)),
                                Duration.ofMillis(5),
                                Duration.ofMillis(5)));
    }

    private static Attempt attempt() {
        return new Attempt(
                new Target("openai", "gpt-4.1"), NOON, Duration.ofMillis(30), Optional.empty());
    }

    static Limit limit(Exceeded exceeded) {
        return new Limit(
                "limits[2].tokensPerMinute",
                new Scope(Optional.of(Scope.TEAM), new TreeMap<>()),
                new Measure.TokensPerMinute(1_000),
                Duration.ZERO,
                exceeded,
                0,
                true);
    }
}
