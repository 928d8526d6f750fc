package dev.tollgate.function.usage;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import dev.tollgate.catalog.PriceHint;
import dev.tollgate.function.usage.ReportDesk.Reply;
import dev.tollgate.ledger.LedgerRecord;
import dev.tollgate.ledger.LedgerRecord.Status;
import dev.tollgate.rollup.Dimension;
import dev.tollgate.rollup.Figures;
import dev.tollgate.rollup.Sums;
import dev.tollgate.usage.Cost;
import dev.tollgate.usage.Usage;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/// What the reports answer, beyond sums by group.
class UsageQuestionsTest {
    private static final Instant TODAY = Instant.parse("2026-11-23T08:15:00Z");

    private final ReportDesk desk = new ReportDesk();
    private final Records records = new Records();

    @Test
    void what_is_excluded_is_not_in_it() {
        put(1, TODAY, Map.of("feature", "a"), 1);
        put(1, TODAY, Map.of("feature", "b"), 10);
        put(1, TODAY, Map.of(), 100);
        assertEquals(110, cost("feature!=a"));
        assertEquals(100, cost("feature!=a&feature!=b"));
        assertEquals(11, cost("feature!="));
        assertEquals(
                "{\"feature!\":[\"a\"]}",
                desk.usage("feature!=a").json().path("filters").toString());
    }

    @Test
    void a_tag_of_a_propertys_name_is_asked_for_with_its_prefix() {
        put(1, TODAY, Map.of("model", "mine", "limit", "x"), 1);
        put(1, TODAY, Map.of("model", "yours"), 10);
        assertEquals(1, cost("tag:model=mine"));
        assertEquals(1, cost("tag:limit=x"));
        assertEquals(11, cost("model=gpt-4.1-mini"));
        JsonNode rows = desk.usage("group_by=tag:model,model").json().path("rows");
        assertEquals("yours", rows.path(0).path("tag:model").asText());
        assertEquals("gpt-4.1-mini", rows.path(0).path("model").asText());
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "sort=cost_usd | b,c,a",
                "sort=-cost_usd | a,b,c",
                "sort=-calls | b,a,c",
                "sort=feature | a,b,c",
                "sort=-feature | c,b,a",
                "sort=cost_usd_per_call | b,c,a",
                "sort=-latency_ms_p95 | a,b,c",
            })
    void rows_come_in_the_order_asked_for_and_equal_ones_in_that_of_their_values(
            String query, String order) {
        put(1, TODAY, Map.of("feature", "c"), 4);
        put(2, TODAY, Map.of("feature", "b"), 2);
        put(1, TODAY, Map.of("feature", "a"), 9);
        assertEquals(List.of(order.split(",")), features("group_by=feature&" + query));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "&sort=cost_usd",
                "&sort=user",
                "&sort=-user",
                "&sort=time_to_first_token_ms_p50"
            })
    void pages_together_have_every_row_once_and_all_have_the_same_totals(String sort) {
        for (int i = 0; i < 37; i++) {
            put(1, TODAY, i == 0 ? Map.of() : Map.of("user", "u" + i), i % 5);
        }
        JsonNode whole = desk.usage("group_by=user&limit=1000" + sort).json();
        List<JsonNode> rows = new ArrayList<>();
        String cursor = "";
        do {
            JsonNode page = desk.usage("group_by=user&limit=10" + sort + cursor).json();
            page.path("rows").forEach(rows::add);
            assertEquals(whole.path("totals"), page.path("totals"));
            cursor = page.has("next_cursor") ? "&cursor=" + page.path("next_cursor").asText() : "";
        } while (!cursor.isEmpty());
        List<JsonNode> expected = new ArrayList<>();
        whole.path("rows").forEach(expected::add);
        assertEquals(expected, rows);
        assertEquals(37, rows.size());
        assertFalse(whole.has("next_cursor"));
    }

    @Test
    void a_cursor_goes_on_with_no_other_question() {
        put(1, TODAY, Map.of("user", "a"), 1);
        put(1, TODAY, Map.of("user", "b"), 1);
        String cursor = desk.usage("group_by=user&limit=1").json().path("next_cursor").asText();
        assertEquals(200, desk.usage("group_by=user&limit=7&cursor=" + cursor).status());
        for (String other :
                List.of(
                        "group_by=feature&cursor=" + cursor,
                        "group_by=user&feature=x&cursor=" + cursor,
                        "group_by=user&from=2026-11-02&cursor=" + cursor,
                        "group_by=user&cursor=nonsense",
                        "group_by=user&cursor=e30",
                        "group_by=user&cursor=")) {
            Reply reply = desk.usage(other);
            assertEquals(400, reply.status(), other);
            assertEquals("cursor", reply.error("param"));
        }
    }

    @Test
    void outliers_are_groups_beyond_a_factor_of_the_median_per_call() {
        for (int i = 0; i < 11; i++) {
            put(10, TODAY, Map.of("user_group", "g" + i), 100 + i);
        }
        put(10, TODAY, Map.of("user_group", "whale"), 1_250);
        put(1, TODAY, Map.of("user_group", "rare"), 5_000);
        JsonNode report = desk.usage("group_by=user_group&outliers=true").json();
        assertEquals(List.of("whale", "rare"), values(report, "user_group"));
        assertEquals("11.8", report.at("/rows/0/outlier/factor").asText());
        assertEquals(
                "0.0000001055", report.at("/rows/0/outlier/median_cost_usd_per_call").asText());
        assertEquals(17_500, report.at("/totals/cost_nano_usd").asLong());
        assertEquals(
                List.of("rare"),
                values(
                        desk.usage("group_by=user_group&outliers=true&factor=12").json(),
                        "user_group"));
    }

    @Test
    void without_enough_calls_there_is_no_median() {
        put(9, TODAY, Map.of("user_group", "a"), 1);
        put(9, TODAY, Map.of("user_group", "b"), 1_000);
        JsonNode report = desk.usage("group_by=user_group&outliers=true").json();
        assertEquals("[]", report.path("rows").toString());
        assertEquals(List.of("no_median"), codes(report));
    }

    @Test
    void a_forecast_adds_the_mean_of_the_last_whole_days_for_the_time_left() {
        put(1, Instant.parse("2026-10-31T23:00:00Z"), Map.of(), 1_000_000);
        put(1, Instant.parse("2026-11-10T12:00:00Z"), Map.of(), 500);
        put(1, Instant.parse("2026-11-17T12:00:00Z"), Map.of(), 300);
        put(1, Instant.parse("2026-11-22T12:00:00Z"), Map.of(), 400);
        put(1, Instant.parse("2026-11-23T09:00:00Z"), Map.of(), 50);
        JsonNode forecast = desk.usage("from=2026-11-23&forecast=true").json().path("forecast");
        assertEquals("2026-11", forecast.path("month").asText());
        assertEquals("2026-11-23T09:30:00Z", forecast.path("until").asText());
        assertEquals(1_250, forecast.path("spent_nano_usd").asLong());
        assertEquals(7, forecast.path("days_averaged").asInt());
        assertEquals(100, forecast.path("daily_nano_usd").asLong());
        long left = 7 * 86_400 + 14 * 3_600 + 30 * 60;
        assertEquals(left, forecast.path("seconds_left").asLong());
        long more = Math.round(700.0 * left / (7 * 86_400));
        assertEquals(1_250 + more, forecast.path("total_nano_usd").asLong());
        assertEquals(
                0,
                desk.usage("forecast=true&feature=x")
                        .json()
                        .at("/forecast/total_nano_usd")
                        .asLong(-1));
    }

    @Test
    void a_forecast_of_what_has_just_begun_takes_the_days_that_it_has() {
        put(1, Instant.parse("2026-11-21T12:00:00Z"), Map.of(), 300);
        put(1, Instant.parse("2026-11-22T12:00:00Z"), Map.of(), 100);
        JsonNode forecast = desk.usage("from=2026-11-23&forecast=true").json().path("forecast");
        assertEquals(2, forecast.path("days_averaged").asInt());
        assertEquals(200, forecast.path("daily_nano_usd").asLong());
    }

    @Test
    void a_tag_with_the_name_of_a_figure_stands_beside_it() {
        put(2, TODAY, Map.of("calls", "many", "latency_ms", "low"), 10);
        JsonNode row = desk.usage("group_by=tag:calls,tag:latency_ms").json().at("/rows/0");
        assertEquals("many", row.path("tag:calls").asText());
        assertEquals("low", row.path("tag:latency_ms").asText());
        assertEquals(2, row.path("calls").asInt());
        assertTrue(
                desk.usage("group_by=tag:calls&format=csv").text().startsWith("tag:calls,calls,"));
    }

    @ParameterizedTest
    @CsvSource({"status=error, status", "min_cost_usd=1, min_cost_usd"})
    void what_would_be_taken_for_heard_is_refused(String query, String param) {
        Reply reply = desk.usage(query);
        assertEquals(400, reply.status());
        assertEquals(param, reply.error("param"));
    }

    @Test
    void calls_without_a_price_make_no_mean_cheaper() {
        put(1, TODAY, Map.of("feature", "a"), 100);
        desk.ledger.settle(
                Records.settled(
                        records.pending(ReportDesk.TEAM, "key_a", TODAY, Map.of("feature", "a")),
                        Status.ANSWERED,
                        Usage.of(10, 10),
                        new Cost.Unpriced(),
                        Records.OSS));
        JsonNode row = desk.usage("group_by=feature").json().at("/rows/0");
        assertEquals(2, row.path("calls").asInt());
        assertEquals("0.0000001", row.path("cost_usd_per_call").asText());
    }

    @Test
    void a_period_ends_when_it_is_asked_to_also_within_the_current_hour() {
        put(1, Instant.parse("2026-11-23T09:05:00Z"), Map.of(), 1);
        put(1, Instant.parse("2026-11-23T09:20:00Z"), Map.of(), 1);
        JsonNode report = desk.usage("from=2026-11-23T09:00:00Z&to=2026-11-23T09:10:00Z").json();
        assertEquals(1, report.at("/totals/calls").asInt());
    }

    @Test
    void the_forecast_of_a_month_that_is_over_is_what_it_cost() {
        put(1, Instant.parse("2026-10-31T23:00:00Z"), Map.of(), 77);
        JsonNode forecast =
                desk.usage("from=2026-10-01&to=2026-11-01&forecast=true").json().path("forecast");
        assertEquals("2026-10", forecast.path("month").asText());
        assertEquals(77, forecast.path("total_nano_usd").asLong());
        assertEquals(0, forecast.path("seconds_left").asLong(-1));
    }

    @Test
    void on_the_first_day_a_forecast_goes_by_the_pace_of_today() {
        put(1, TODAY, Map.of(), 950);
        JsonNode forecast = desk.usage("forecast=true").json().path("forecast");
        assertEquals(0, forecast.path("days_averaged").asInt(-1));
        assertEquals(2_400, forecast.path("daily_nano_usd").asLong());
    }

    @Test
    void a_comparison_says_what_the_same_calls_would_have_cost_before() {
        put(10, Instant.parse("2026-11-03T10:00:00Z"), Map.of("feature", "a"), 900);
        put(20, Instant.parse("2026-11-12T10:00:00Z"), Map.of("feature", "a"), 300);
        put(1, Instant.parse("2026-11-03T10:00:00Z"), Map.of("feature", "gone"), 7);
        put(1, Instant.parse("2026-11-12T10:00:00Z"), Map.of("feature", "new"), 5);
        JsonNode report =
                desk.usage(
                                "group_by=feature&from=2026-11-10&to=2026-11-20&compare_from=2026-11-01&compare_to=2026-11-10")
                        .json();
        assertEquals(List.of("a", "new", "gone"), values(report, "feature"));
        assertEquals(12_000, report.at("/rows/0/change/saved_nano_usd").asLong());
        assertEquals("0.000012", report.at("/rows/0/change/saved_usd").asText());
        assertEquals("0.0000009", report.at("/rows/0/earlier/cost_usd_per_call").asText());
        assertTrue(report.at("/rows/1/change/saved_usd").isNull());
        assertEquals(0, report.at("/rows/2/calls").asInt(-1));
        assertEquals(9_007, report.at("/totals/earlier/cost_nano_usd").asLong());
        assertEquals(6_005, report.at("/totals/cost_nano_usd").asLong());
    }

    @Test
    void warnings_say_what_is_not_in_the_figures() {
        desk.ledger.open(records.pending(ReportDesk.TEAM, "key_a", TODAY, Map.of("feature", "a")));
        LedgerRecord unpriced =
                Records.settled(
                        records.pending(ReportDesk.TEAM, "key_a", TODAY, Map.of("feature", "a")),
                        Status.ANSWERED,
                        Usage.estimate(10, 10),
                        new Cost.Unpriced(),
                        Records.OSS);
        desk.ledger.settle(unpriced);
        JsonNode report = desk.usage("group_by=feature,fetaure&user=x").json();
        assertEquals(List.of("unknown_dimension", "unknown_dimension"), codes(report));
        report = desk.usage("group_by=feature").json();
        assertEquals(List.of("pending", "estimated", "unpriced"), codes(report));
        assertEquals(PriceHint.line(Records.OSS), report.at("/warnings/2/message").asText());
    }

    @Test
    void values_that_were_too_many_to_keep_apart_are_marked_and_told() {
        ReportDesk folded =
                new ReportDesk(Clock.fixed(ReportDesk.NOW, ZoneOffset.UTC), _ -> new TwoUsers());
        JsonNode report = folded.usage("group_by=user").json();
        assertEquals(List.of("(other)", "ann"), values(report, "user"));
        assertTrue(report.at("/rows/0/overflow").asBoolean());
        assertFalse(report.at("/rows/1").has("overflow"));
        assertEquals(List.of("overflow"), codes(report));
        assertEquals(List.of("overflow"), codes(folded.usage("user=ann").json()));
    }

    @Test
    void whole_hours_come_from_the_sums_and_the_rest_from_the_ledger() {
        List<String> asked = new ArrayList<>();
        ReportDesk watched =
                new ReportDesk(
                        Clock.fixed(ReportDesk.NOW, ZoneOffset.UTC),
                        ledger -> new Watched(new LedgerSums(ledger), asked));
        records.calls(1, TODAY, Map.of(), 1).forEach(watched.ledger::settle);
        records.calls(1, TODAY.minusSeconds(3_600), Map.of(), 10).forEach(watched.ledger::settle);
        records.calls(1, ReportDesk.NOW, Map.of(), 100).forEach(watched.ledger::settle);

        assertEquals(111, cost(watched, "from=2026-11-23"));
        assertEquals(List.of("2026-11-23T00:00:00Z 2026-11-23T10:00:00Z"), asked);
        asked.clear();
        assertEquals(11, cost(watched, "from=2026-11-23T07:15:00Z&to=2026-11-23T08:15:00.001Z"));
        assertEquals(10, cost(watched, "from=2026-11-23T07:15:00Z&to=2026-11-23T08:15:00Z"));
        assertEquals(0, cost(watched, "from=2026-11-23T07:15:00.001Z&to=2026-11-23T07:59:00Z"));
        assertEquals(List.of(), asked);
        assertEquals(100, cost(watched, "from=2026-11-23T08:30:00Z&to=2026-11-25"));
        assertEquals(List.of("2026-11-23T09:00:00Z 2026-11-23T10:00:00Z"), asked);
    }

    @Test
    void all_that_calls_can_be_grouped_by_is_listed() {
        put(1, TODAY, Map.of("feature", "a", "model", "b"), 1);
        Reply reply = desk.get("/v1/usage/dimensions", "from=2026-11-23");
        assertEquals(200, reply.status(), reply.text());
        JsonNode data = reply.json().path("data");
        assertTrue(data.toString().contains("{\"name\":\"failure\",\"kind\":\"property\"}"));
        assertTrue(data.toString().contains("{\"name\":\"feature\",\"kind\":\"tag\"}"));
        assertTrue(data.toString().contains("{\"name\":\"tag:model\",\"kind\":\"tag\"}"));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "sort=feature | sort",
                "sort=nonsense&group_by=feature | sort",
                "limit=0 | limit",
                "limit=1001 | limit",
                "limit=1.5 | limit",
                "limit=x | limit",
                "format=csv&limit=10001 | limit",
                "outliers=yes | outliers",
                "outliers=true | outliers",
                "outliers=true&group_by=user&factor=1 | factor",
                "outliers=true&group_by=user&factor=1e9 | factor",
                "outliers=true&group_by=user&compare_from=2026-11-01&compare_to=2026-11-02 | outliers",
                "compare_from=2026-11-01 | compare_to",
                "compare_from=2026-11-03&compare_to=2026-11-02 | compare_from",
                "compare_from=2026-11-01&compare_to=2026-11-02&group_by=day | compare_from",
                "a=1&b=1&c=1&d=1&e=1&f=1&g=1&h=1&i=1&j=1&k=1&l=1&m=1&n=1&o=1&p=1&q=1 | q",
                "!=x | !",
                "from=+999999999-12-31 | from",
                "to=+999999999-12-31 | from",
            })
    void what_can_not_be_asked_is_named(String query, String param) {
        Reply reply = desk.usage(query.replace("+", "%2B"));
        assertEquals(400, reply.status(), reply.text());
        assertEquals(param, reply.error("param"), reply.text());
    }

    private void put(int count, Instant start, Map<String, String> tags, long nanoUsd) {
        records.calls(count, start, tags, nanoUsd).forEach(desk.ledger::settle);
    }

    private long cost(String query) {
        return cost(desk, query);
    }

    private static long cost(ReportDesk desk, String query) {
        return desk.usage(query).json().at("/totals/cost_nano_usd").asLong(-1);
    }

    private List<String> features(String query) {
        return values(desk.usage(query).json(), "feature");
    }

    private static List<String> values(JsonNode report, String member) {
        List<String> values = new ArrayList<>();
        report.path("rows").forEach(row -> values.add(row.path(member).asText()));
        return values;
    }

    private static List<String> codes(JsonNode report) {
        List<String> codes = new ArrayList<>();
        report.path("warnings").forEach(warning -> codes.add(warning.path("code").asText()));
        return codes;
    }

    /// Notes which hours are asked for.
    private record Watched(Sums sums, List<String> asked) implements Sums {
        @Override
        public List<Row> read(String team, Instant from, Instant to, Set<Dimension> by) {
            asked.add(from + " " + to);
            return sums.read(team, from, to, by);
        }

        @Override
        public SortedSet<String> tags(String team, Instant from, Instant to) {
            return sums.tags(team, from, to);
        }
    }

    /// Kept one user apart, and the others together.
    private static final class TwoUsers implements Sums {
        @Override
        public List<Row> read(String team, Instant from, Instant to, Set<Dimension> by) {
            List<Row> rows = new ArrayList<>();
            for (String user : List.of("ann", OVERFLOW)) {
                Figures figures = new Figures();
                figures.add(new Records().answered(from, Map.of(), user.length()));
                rows.add(new Row(Map.of(Dimension.named("user"), Optional.of(user)), figures));
            }
            return rows;
        }

        @Override
        public SortedSet<String> tags(String team, Instant from, Instant to) {
            return new TreeSet<>(new HashSet<>(List.of("user")));
        }
    }
}
