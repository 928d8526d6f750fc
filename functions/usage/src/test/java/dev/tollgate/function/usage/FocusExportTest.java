package dev.tollgate.function.usage;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.tollgate.function.usage.FocusRules.Rule;
import dev.tollgate.function.usage.ReportDesk.Reply;
import dev.tollgate.ledger.LedgerRecord;
import dev.tollgate.ledger.LedgerRecord.Status;
import dev.tollgate.usage.Cost;
import dev.tollgate.usage.TokenClass;
import dev.tollgate.usage.Usage;
import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/// The FOCUS export of a mixed month.
class FocusExportTest {
    private static final Instant TODAY = Instant.parse("2026-11-23T08:15:00Z");
    private static final String MONTH = "format=focus&from=2026-10-01&to=2026-11-01";

    /// What rules are broken in.
    private static final CsvTable SMALL = small();

    private final ReportDesk desk = new ReportDesk();
    private final Records records = new Records();

    private static CsvTable small() {
        ReportDesk small = new ReportDesk();
        new Records().month(20).forEach(small.ledger::settle);
        return CsvTable.parse(small.usage(MONTH).text());
    }

    static List<Rule> rules() {
        return FocusRules.ALL;
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"", "&group_by=hour", "&group_by=day,feature", "&feature=f1&status!=failed"})
    void a_mixed_month_keeps_every_rule(String more) {
        mixed();
        assertEquals(List.of(), FocusRules.broken(export(MONTH + more)));
    }

    @ParameterizedTest
    @MethodSource("rules")
    void a_table_that_breaks_a_rule_is_found_out(Rule rule) {
        assertTrue(rule.isKept(SMALL));
        assertFalse(rule.isKept(rule.breaking().apply(SMALL)));
    }

    @Test
    void the_month_has_every_kind_of_token_and_rows_without_a_price() {
        mixed();
        CsvTable table = export(MONTH);
        assertEquals(
                TokenClass.values().length, new HashSet<>(table.column("x_TokenClass")).size());
        assertEquals(Set.of("true", "false"), new HashSet<>(table.column("x_Unpriced")));
        assertEquals(Set.of("Tokens", "Requests"), new HashSet<>(table.column("ConsumedUnit")));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"", "&group_by=hour", "&group_by=feature", "&group_by=user_group,nobody"})
    void costs_tokens_and_calls_sum_up_to_the_ledgers(String more) {
        List<LedgerRecord> month = mixed();
        CsvTable table = export(MONTH + more);
        BigDecimal cost = BigDecimal.ZERO;
        BigDecimal tokens = BigDecimal.ZERO;
        long calls = 0;
        for (LedgerRecord record : month) {
            cost = cost.add(usd(record));
            for (TokenClass kind : TokenClass.values()) {
                tokens =
                        tokens.add(
                                BigDecimal.valueOf(
                                        record.settlement()
                                                .map(end -> kind.of(end.usage()))
                                                .orElse(0L)));
            }
            calls += 1;
        }
        assertEquals(0, cost.compareTo(sum(table, "BilledCost", "")), cost.toPlainString());
        assertEquals(0, cost.compareTo(sum(table, "EffectiveCost", "")));
        assertEquals(0, tokens.compareTo(sum(table, "ConsumedQuantity", "Tokens")));
        assertTrue(sum(table, "x_CallCount", "").longValueExact() <= calls);
    }

    @Test
    void a_row_is_what_the_tokens_of_one_class_cost() {
        LedgerRecord call =
                Records.settled(
                        records.pending(
                                ReportDesk.TEAM,
                                "key_a",
                                TODAY,
                                Map.of("feature", "a", "user", "=b")),
                        Status.ANSWERED,
                        new Usage(1_000_000, 400_000, 0, 0, 0, 0, 500, 0, 0, false),
                        Cost.Priced.of(
                                Map.of(
                                        TokenClass.INPUT, 240_000_000L,
                                        TokenClass.CACHE_READ, 40_000_000L,
                                        TokenClass.OUTPUT, 800_000L),
                                "2026-11-20"),
                        Records.OSS);
        desk.ledger.settle(call);
        Reply reply = desk.usage("format=focus&from=2026-11-23");
        assertEquals(
                "attachment; filename=\"tollgate-focus-2026-11-23-2026-11-23.csv\"",
                reply.header("content-disposition"));
        CsvTable table = CsvTable.parse(reply.text());
        assertEquals(3, table.rows().size());
        Map<String, @Nullable String> read = table.rows().get(1);
        assertEquals("Cache Read Input Tokens", read.get("SkuMeter"));
        assertEquals("0.04", read.get("BilledCost"));
        assertEquals("0.1", read.get("ListUnitPrice"));
        assertEquals("400000", read.get("ConsumedQuantity"));
        assertEquals("0.4", read.get("PricingQuantity"));
        assertEquals("2026-11-23T00:00:00Z", read.get("ChargePeriodStart"));
        assertEquals("2026-11-24T00:00:00Z", read.get("ChargePeriodEnd"));
        assertEquals("2026-12-01T00:00:00Z", read.get("BillingPeriodEnd"));
        assertEquals("{\"feature\":\"a\",\"user\":\"=b\"}", read.get("Tags"));
        assertEquals("groq/openai/gpt-oss-120b/cache_read", read.get("SkuId"));
        assertEquals("openai", read.get("x_ModelDeveloper"));
        assertEquals("key_a", read.get("x_CredentialId"));
        assertEquals("growth", read.get("SubAccountId"));
        assertEquals(Arrays.asList("1", null, null), table.column("x_CallCount"));
    }

    @Test
    void pages_together_have_every_row_once_also_if_a_new_tag_turns_up() {
        mixed();
        CsvTable whole = export(MONTH);
        List<Map<String, @Nullable String>> rows = new ArrayList<>();
        Reply reply = desk.usage(MONTH + "&limit=50");
        while (true) {
            rows.addAll(CsvTable.parse(reply.text()).rows());
            String next = reply.header("x-tollgate-next-cursor");
            if (next.isEmpty()) {
                break;
            }
            desk.ledger.open(
                    records.pending(
                            ReportDesk.TEAM,
                            "key_a",
                            Instant.parse("2026-10-01T00:00:00Z"),
                            Map.of("a-new-tag" + rows.size(), "x")));
            reply = desk.usage(MONTH + "&limit=50&cursor=" + next);
            assertEquals(200, reply.status(), reply.text());
        }
        assertEquals(whole.rows(), rows);
    }

    @Test
    void the_pages_of_a_month_that_goes_on_are_of_the_hour_that_the_first_was_asked_in() {
        AtomicReference<Instant> now = new AtomicReference<>(ReportDesk.NOW);
        InstantSource clock = now::get;
        ReportDesk later = new ReportDesk(clock.withZone(ZoneOffset.UTC));
        for (int i = 0; i < 3; i++) {
            later.ledger.settle(records.answered(TODAY, Map.of("user", "u" + i), 1));
        }
        String cursor = later.usage("format=focus&limit=2").header("x-tollgate-next-cursor");
        now.set(ReportDesk.NOW.plus(Duration.ofHours(2)));
        later.ledger.settle(records.answered(now.get(), Map.of("user", "u9"), 1));
        Reply next = later.usage("format=focus&limit=9&cursor=" + cursor);
        assertEquals(4, CsvTable.parse(next.text()).rows().size(), next.text());
    }

    @Test
    void tags_beyond_eight_are_left_out_and_told() {
        for (int i = 0; i < 9; i++) {
            desk.ledger.settle(records.answered(TODAY, Map.of("tag" + i, "x"), 1));
        }
        Reply reply = desk.usage("format=focus");
        assertEquals("tags_left_out", reply.header("x-tollgate-warnings"));
        assertFalse(reply.text().contains("tag8"));
        assertTrue(desk.usage("format=focus&group_by=tag8").text().contains("tag8"));
    }

    @Test
    void calls_without_tokens_and_costs_have_no_rows() {
        desk.ledger.open(records.pending(ReportDesk.TEAM, "key_a", TODAY, Map.of()));
        desk.ledger.settle(
                Records.settled(
                        records.pending(ReportDesk.TEAM, "key_a", TODAY, Map.of()),
                        Status.REFUSED,
                        Usage.none(),
                        Cost.Priced.forInput(0, "v"),
                        Records.MINI));
        assertEquals(List.of(), CsvTable.parse(desk.usage("format=focus").text()).rows());
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "from=2026-11-01T01:00:00Z | from",
                "from=2026-11-01&to=2026-11-02T01:00:00Z | to",
                "group_by=hour&from=2026-11-01T01:00:01Z | from",
                "group_by=model | group_by",
                "cursor=eyJxIjoiIn0 | cursor",
            })
    void charge_periods_are_not_cut_and_columns_not_doubled(String query, String param) {
        Reply reply = desk.usage("format=focus&" + query);
        assertEquals(400, reply.status());
        assertEquals(param, reply.error("param"));
    }

    /// All pages.
    private CsvTable export(String query) {
        Reply reply = desk.usage(query);
        CsvTable table = CsvTable.parse(reply.text());
        List<Map<String, @Nullable String>> rows = new ArrayList<>(table.rows());
        for (String next = reply.header("x-tollgate-next-cursor"); !next.isEmpty(); ) {
            reply = desk.usage(query + "&cursor=" + next);
            rows.addAll(CsvTable.parse(reply.text()).rows());
            next = reply.header("x-tollgate-next-cursor");
        }
        return new CsvTable(table.header(), rows);
    }

    /// A month of calls of every kind, and a call without tokens that cost something.
    private List<LedgerRecord> mixed() {
        List<LedgerRecord> month = new ArrayList<>(records.month(600));
        month.add(
                records.answered(
                        Instant.parse("2026-10-05T00:00:00Z"), Map.of(), 77, Usage.none()));
        month.forEach(desk.ledger::settle);
        return month;
    }

    private static BigDecimal usd(LedgerRecord record) {
        return BigDecimal.valueOf(
                record.settlement().map(end -> end.cost().knownNanoUsd()).orElse(0L), 9);
    }

    private static BigDecimal sum(CsvTable table, String column, String unit) {
        BigDecimal sum = BigDecimal.ZERO;
        for (Map<String, @Nullable String> row : table.rows()) {
            String value = row.get(column);
            if (value != null && (unit.isEmpty() || unit.equals(row.get("ConsumedUnit")))) {
                sum = sum.add(new BigDecimal(value));
            }
        }
        return sum;
    }
}
