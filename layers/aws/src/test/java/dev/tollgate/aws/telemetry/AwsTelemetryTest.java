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
import dev.tollgate.ledger.LedgerRecord.Status;
import dev.tollgate.routing.Attempt;
import dev.tollgate.routing.Call.Operation;
import dev.tollgate.routing.Failure;
import dev.tollgate.routing.Target;
import dev.tollgate.usage.Cost;
import dev.tollgate.usage.Usage;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.Isolated;

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
        telemetry.settled(settled("chat", Status.ANSWERED, new Cost.Priced(123_000, "v1")));

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
        telemetry.settled(settled("chat", Status.ANSWERED, new Cost.Priced(123_000, "v1")));

        JsonNode line = only(captured.metrics());
        assertEquals(List.of(List.of("Alias", "Provider")), dimensions(line));
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

        JsonNode line = only(captured.metrics());
        assertEquals(1, line.path("UnpricedCalls").intValue());
        assertEquals(1, line.path("Errors").intValue());
        assertFalse(line.has("CostUsd"));
        assertTrue(only(captured.lines()).path("unpriced").booleanValue());
    }

    @Test
    void a_refusal_counts_by_its_code_alone() {
        telemetry.refused(ID, ApiError.unknownAlias(CANARY));

        assertEquals("model_not_found", only(captured.lines()).path("code").textValue());
        JsonNode metric = only(captured.metrics());
        assertEquals(List.of(List.of("Code")), dimensions(metric));
        assertEquals(1, metric.path("Refused").intValue());
    }

    @Test
    void a_spilled_record_stands_whole_in_one_error_line() {
        LedgerRecord record = settled("chat", Status.FAILED, new Cost.Priced(0, "none"));

        telemetry.spilled(record, outage());

        JsonNode line = only(captured.lines());
        assertEquals("ERROR", line.path("level").textValue());
        assertEquals("ledger_spill", line.path("event").textValue());
        assertEquals(LedgerJson.of(record).toString(), line.path("record").toString());
        assertEquals(1, only(captured.metrics()).path("LedgerSpills").intValue());
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
        telemetry.refused(ID, ApiError.badRequest("invalid_tag", CANARY, CANARY));

        assertEquals(6, captured.lines().size());
        assertFalse(captured.everything().contains(CANARY));
    }

    @Test
    void concurrent_calls_do_not_mix() throws Exception {
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            for (int i = 0; i < 200; i++) {
                LedgerRecord record =
                        settled("alias-" + i, Status.ANSWERED, new Cost.Priced(i, "v1"));
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

    private static List<List<String>> dimensions(JsonNode line) {
        List<List<String>> sets = new ArrayList<>();
        line.at("/_aws/CloudWatchMetrics/0/Dimensions")
                .forEach(set ->
                        sets.add(
                                StreamSupport.stream(set.spliterator(), false)
                                        .map(JsonNode::textValue)
                                        .sorted()
                                        .toList()));
        return sets;
    }

    private static LedgerRecord pending(String alias) {
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
                Optional.empty());
    }

    private static LedgerRecord settled(String alias, Status status, Cost cost) {
        Target target = new Target("openai", "gpt-4.1");
        boolean failed = status == Status.FAILED || status == Status.CUT;
        return pending(alias)
                .settled(
                        new Settlement(
                                status,
                                target,
                                List.of(
                                        new Attempt(
                                                target,
                                                NOON,
                                                Duration.ofMillis(30),
                                                Optional.empty())),
                                Usage.of(10, 5),
                                cost,
                                failed ? Optional.of(Failure.Kind.TIMEOUT) : Optional.empty(),
                                Optional.of("stop"),
                                Optional.of(Duration.ofMillis(40)),
                                Duration.ofMillis(1_500),
                                Duration.ofMillis(10)));
    }
}
