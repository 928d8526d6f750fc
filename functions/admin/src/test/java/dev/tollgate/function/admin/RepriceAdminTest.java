package dev.tollgate.function.admin;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import dev.tollgate.catalog.CatalogReader;
import dev.tollgate.catalog.DialectSpec;
import dev.tollgate.catalog.PriceBook;
import dev.tollgate.function.admin.ControlPlane.Reply;
import dev.tollgate.ledger.LedgerRecord;
import dev.tollgate.provider.BuiltInPrices;
import dev.tollgate.routing.Target;
import dev.tollgate.testkit.store.InMemoryLedger;
import dev.tollgate.usage.Cost;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RepriceAdminTest {
    /// A model with tiers and batches, one whose price changes on the 15th, one of the built-in list, and one without a price.
    private static final String CATALOG =
            """
            providers: {openai: {dialect: openai}, anthropic: {dialect: openai, baseUrl: "https://a.example", vendor: anthropic}}
            aliases: {chat: openai/gpt-4.1}
            prices:
              openai/tiered:
                inputPerMTok: "0.0375"
                outputPerMTok: "0.15"
                reasoningPerMTok: "0.2001"
                cacheReadPerMTok: "0.0013"
                outputImagePerMTok: "30.5"
                tiers:
                  - {aboveInputTokens: 128000, inputPerMTok: "0.075", outputPerMTok: "0.30", reasoningPerMTok: "0.4",
                     cacheReadPerMTok: "0.002", outputImagePerMTok: "31"}
                batch: {inputPerMTok: "0.02", outputPerMTok: "0.08"}
              openai/dated:
                - {inputPerMTok: "1.1", outputPerMTok: "4.3", validTo: "2026-11-14"}
                - {inputPerMTok: "0.9", outputPerMTok: "3.7", validFrom: "2026-11-15"}
            """;

    private static final List<Target> TARGETS =
            List.of(
                    Target.parse("openai/tiered"),
                    Target.parse("openai/dated"),
                    Target.parse("anthropic/claude-sonnet-4-5"),
                    Target.parse("openai/gpt-4.1"));

    private static final PriceBook PRICES =
            new PriceBook(
                    1,
                    new CatalogReader(Map.of("openai", DialectSpec.plain("openai")), false)
                            .read(CatalogFile.read(CATALOG.getBytes(UTF_8))),
                    BuiltInPrices.load());

    private static final Instant START = Instant.parse("2026-11-01T00:00:00Z");
    private static final String PERIOD =
            "\"team\":\"growth\",\"from\":\"2026-11-01\",\"to\":\"2026-11-23\"";

    private final InMemoryLedger ledger = new InMemoryLedger();
    private final MovingClock clock = new MovingClock();

    /// The control plane over the ledger, with the catalogue in force.
    private ControlPlane plane() {
        ControlPlane plane = new ControlPlane(ledger, clock);
        assertEquals(200, plane.put(CATALOG).status());
        return plane;
    }

    private JsonNode reprice(String members) {
        Reply reply = plane().reprice("{" + PERIOD + members + "}");
        assertEquals(200, reply.status(), reply.text());
        return reply.json();
    }

    private void write(int calls, List<Target> targets, Duration within) {
        RandomCalls random = new RandomCalls(PRICES, targets, 42);
        for (int i = 0; i < calls; i++) {
            ledger.settle(random.next(START, within));
        }
    }

    private long nanoUsd() {
        return ledger.all().stream()
                .flatMap(record -> record.settlement().stream())
                .mapToLong(end -> end.cost().knownNanoUsd())
                .sum();
    }

    @Test
    void under_the_prices_in_force_calls_cost_exactly_what_the_ledger_says() {
        List<Target> all = new ArrayList<>(TARGETS);
        all.add(Target.parse("openai/nobody-knows"));
        write(3_000, all, Duration.ofDays(22));
        List<LedgerRecord> before = ledger.all();

        JsonNode reply = reprice(",\"catalog\":true,\"group_by\":[\"model\",\"feature\",\"day\"]");

        assertTrue(reply.path("complete").booleanValue());
        assertTrue(reply.path("rows").size() > 300);
        long sum = 0;
        for (JsonNode row : reply.path("rows")) {
            assertEquals(row.path("cost_nano_usd"), row.path("repriced_nano_usd"), row::toString);
            assertEquals(0, row.path("difference_nano_usd").longValue());
            assertEquals(
                    row.path("unpriced_calls_before"),
                    row.path("unpriced_calls_after"),
                    row::toString);
            sum += row.path("cost_nano_usd").longValue();
        }
        JsonNode totals = reply.path("totals");
        assertEquals(nanoUsd(), totals.path("cost_nano_usd").longValue());
        assertEquals(nanoUsd(), sum);
        assertEquals(3_000, totals.path("calls").longValue());
        assertEquals(
                before.stream()
                        .filter(it -> it.settlement().orElseThrow().cost() instanceof Cost.Unpriced)
                        .count(),
                totals.path("unpriced_calls_before").longValue());
        assertEquals(before, ledger.all());
    }

    @Test
    void other_prices_stand_in_the_place_of_those_in_force() {
        write(200, List.of(Target.parse("openai/nobody-knows")), Duration.ofDays(22));

        JsonNode reply =
                reprice(
                        ",\"prices\":{\"openai/nobody-knows\":{\"inputPerMTok\":1,\"outputPerMTok\":1},"
                                + "\"opnai/typo\":{\"inputPerMTok\":1,\"outputPerMTok\":1}}");

        long tokens =
                ledger.all().stream()
                        .map(record -> record.settlement().orElseThrow().usage())
                        .mapToLong(usage -> usage.input() + usage.output())
                        .sum();
        JsonNode totals = reply.path("totals");
        assertEquals(0, totals.path("cost_nano_usd").longValue());
        assertEquals(tokens * 1_000, totals.path("repriced_nano_usd").longValue());
        assertEquals(0, totals.path("unpriced_calls_after").longValue());
        assertTrue(totals.path("unpriced_calls_before").longValue() > 100);
        assertEquals(0, totals.path("difference_nano_usd").longValue());
        assertTrue(totals.path("compared_calls").longValue() < 100); // those that used nothing
        assertEquals("[\"opnai/typo\"]", reply.path("unused").toString());
    }

    @Test
    void calls_are_priced_as_if_made_at_another_target() {
        write(200, List.of(Target.parse("openai/gpt-4.1")), Duration.ofDays(22));

        JsonNode totals =
                reprice(",\"target\":{\"openai/gpt-4.1\":\"openai/gpt-4.1-mini\"}").path("totals");

        long expected =
                ledger.all().stream()
                        .flatMap(record ->
                                record.settlement().orElseThrow().usageByTarget().stream()
                                        .map(part ->
                                                PRICES.cost(
                                                        Target.parse("openai/gpt-4.1-mini"),
                                                        part.usage(),
                                                        record.startedAt())))
                        .mapToLong(Cost::knownNanoUsd)
                        .sum();
        assertEquals(expected, totals.path("repriced_nano_usd").longValue());
        assertEquals(expected - nanoUsd(), totals.path("difference_nano_usd").longValue());
    }

    @Test
    void batch_prices_are_taken_where_they_are_known_and_told_where_not() {
        write(
                300,
                List.of(Target.parse("openai/tiered"), Target.parse("openai/dated")),
                Duration.ofDays(22));

        JsonNode reply = reprice(",\"batch\":true,\"group_by\":[\"model\"]");

        assertEquals(
                "[\"openai/dated has no batch price; add to its price: batch: {inputPerMTok: \\\"...\\\", outputPerMTok: \\\"...\\\"}\"]",
                reply.path("warnings").toString());
        JsonNode totals = reply.path("totals");
        assertTrue(totals.path("unpriced_calls_after").longValue() > 0);
        assertTrue(totals.path("difference_nano_usd").longValue() < 0);
        assertTrue(
                totals.path("compared_calls").longValue()
                        == 300 - totals.path("unpriced_calls_after").longValue());
    }

    @Test
    void a_catalogue_that_is_not_in_force_can_be_tried() {
        write(100, List.of(Target.parse("openai/gpt-4.1")), Duration.ofDays(22));

        JsonNode totals =
                reprice(
                                ",\"catalog\":{\"providers\":{\"openai\":{\"dialect\":\"openai\"}},"
                                        + "\"prices\":{\"openai/gpt-4.1\":{\"inputPerMTok\":0,\"outputPerMTok\":0}}}")
                        .path("totals");

        assertEquals(0, totals.path("repriced_nano_usd").longValue());
        assertEquals(-nanoUsd(), totals.path("difference_nano_usd").longValue());
    }

    @Test
    void where_the_time_runs_out_the_rest_can_be_asked_for_and_no_sum_is_wrong() {
        write(500, TARGETS, Duration.ofHours(6));
        ControlPlane slow = plane();
        clock.step = Duration.ofMillis(100); // for each record

        String from = START.toString();
        long calls = 0;
        long repriced = 0;
        int replies = 0;
        for (boolean complete = false; !complete; replies++) {
            assertTrue(replies < 200);
            JsonNode reply =
                    slow.reprice(
                                    "{\"team\":\"growth\",\"from\":\"%s\",\"to\":\"2026-11-01T06:00:00Z\"}"
                                            .formatted(from))
                            .json();
            complete = reply.path("complete").booleanValue();
            assertEquals(!complete, reply.has("continue_from"));
            calls += reply.at("/totals/calls").longValue();
            repriced += reply.at("/totals/repriced_nano_usd").longValue();
            from = reply.path("continue_from").asText();
        }

        assertTrue(replies > 1);
        assertEquals(500, calls);
        assertEquals(nanoUsd(), repriced);
    }

    @Test
    void what_cannot_be_read_at_all_is_refused_and_not_repeated_for_ever() {
        write(5, TARGETS, Duration.ofHours(1));
        ControlPlane slow = plane();
        clock.step = Duration.ofSeconds(10);
        Reply reply = slow.reprice("{" + PERIOD + "}");
        assertEquals(400, reply.status());
        assertEquals("report_too_large", reply.error("code"));
    }

    @Test
    void pending_calls_and_those_of_other_teams_and_times_are_not_priced() {
        RandomCalls random = new RandomCalls(PRICES, TARGETS, 1);
        ledger.open(random.pending(START));
        ledger.settle(random.next(Instant.parse("2026-11-23T00:00:00Z"), Duration.ofHours(1)));
        write(10, TARGETS, Duration.ofDays(22));

        assertEquals(10, reprice("").at("/totals/calls").longValue());
        assertEquals(1, reprice("").path("pending_calls").longValue());
        assertEquals("[]", plane().reprice("{\"team\":\"others\"}").json().path("rows").toString());
    }

    @Test
    void the_dearest_group_comes_first() {
        write(500, TARGETS, Duration.ofDays(22));
        JsonNode rows = reprice(",\"group_by\":[\"feature\"]").path("rows");
        assertEquals(3, rows.size());
        for (int i = 1; i < rows.size(); i++) {
            assertTrue(
                    rows.get(i - 1).path("cost_nano_usd").longValue()
                            >= rows.get(i).path("cost_nano_usd").longValue());
        }
        assertFalse(rows.get(0).path("feature").asText().isEmpty());
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '~',
            value = {
                "{} | missing_required_parameter | team",
                "{\"team\":\"a/b\"} | invalid_value | team",
                "{\"team\":\"a\",\"form\":1} | unknown_parameter | form",
                "{\"team\":\"a\",\"from\":\"yesterday\"} | invalid_value | from",
                "{\"team\":\"a\",\"from\":\"2026-11-02\",\"to\":\"2026-11-01\"} | invalid_value | from",
                "{\"team\":\"a\",\"from\":\"2024-11-02\"} | invalid_value | from",
                "{\"team\":\"a\",\"batch\":\"yes\"} | invalid_value | batch",
                "{\"team\":\"a\",\"catalog\":false} | invalid_value | catalog",
                "{\"team\":\"a\",\"prices\":[]} | invalid_value | prices",
                "{\"team\":\"a\",\"target\":{\"a/b\":1}} | invalid_value | target",
                "{\"team\":\"a\",\"group_by\":\"feature\"} | invalid_value | group_by",
                "{\"team\":\"a\",\"group_by\":[\"a b\"]} | invalid_value | group_by",
                "{\"team\":\"a\",\"prices\":{\"a/b\":{\"inputPerMTok\":1}}} | invalid_catalog | body",
                "{\"team\":\"a\",\"catalog\":{\"alises\":{}}} | invalid_catalog | body",
            })
    void what_cannot_be_is_named(String body, String code, String param) {
        Reply reply = plane().reprice(body);
        assertEquals(400, reply.status(), reply.text());
        assertEquals(code, reply.error("code"));
        assertEquals(param, reply.error("param"));
    }

    @Test
    void problems_of_prices_have_their_paths() {
        Reply reply = plane().reprice("{\"team\":\"a\",\"prices\":{\"a/b\":{\"inputPerMTok\":1}}}");
        assertEquals("prices.a/b.outputPerMTok", reply.json().at("/problems/0/path").asText());
    }

    @Test
    void the_event_of_the_examples_is_answered() {
        assertEquals(200, plane().send("reprice").status());
    }

    /// Moves on whenever it is looked at.
    private static final class MovingClock extends Clock {
        private Instant now = ControlPlane.NOW;
        private Duration step = Duration.ZERO;

        @Override
        public Instant instant() {
            now = now.plus(step);
            return now;
        }

        @Override
        public ZoneId getZone() {
            return ZoneOffset.UTC;
        }

        @Override
        public Clock withZone(ZoneId zone) {
            return this;
        }
    }
}
