package dev.tollgate.function.usage;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import dev.tollgate.function.usage.ReportDesk.Reply;
import dev.tollgate.identity.Role;
import dev.tollgate.ledger.LedgerRecord;
import dev.tollgate.ledger.LedgerRecord.Status;
import dev.tollgate.rollup.Measure;
import dev.tollgate.usage.Cost;
import dev.tollgate.usage.Usage;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class UsageReportTest {
    private static final Instant TODAY = Instant.parse("2026-11-23T08:15:00Z");
    private static final Map<String, String> SUMMARIZE = Map.of("feature", "summarize");

    private final ReportDesk desk = new ReportDesk();
    private final Records records = new Records();

    @Test
    void the_cost_of_each_feature_stands_in_its_row_the_dearest_first() {
        desk.ledger.settle(records.answered(TODAY, SUMMARIZE, 1_500_000));
        desk.ledger.settle(records.answered(TODAY, SUMMARIZE, 1));
        desk.ledger.settle(records.answered(TODAY, Map.of("feature", "chat"), 2_000_000_000));
        desk.ledger.settle(records.answered(TODAY, Map.of(), 5));

        Reply reply = desk.send("usage", _ -> {});
        assertEquals(200, reply.status(), reply.text());
        JsonNode rows = reply.json().path("rows");
        assertEquals(List.of("chat", "summarize", "null"), values(rows, "feature"));
        assertEquals(List.of("2", "0.001500001", "0.000000005"), values(rows, "cost_usd"));
        assertEquals(2_001_500_006L, reply.json().at("/totals/cost_nano_usd").asLong());
        assertEquals("2.001500006", reply.json().at("/totals/cost_usd").asText());
        assertTrue(rows.path(2).path("feature").isNull());
    }

    @Test
    void a_row_counts_what_became_of_its_calls() {
        LedgerRecord open = records.pending(ReportDesk.TEAM, "key_a", TODAY, SUMMARIZE);
        desk.ledger.open(open);
        desk.ledger.settle(
                Records.settled(
                        records.pending(ReportDesk.TEAM, "key_a", TODAY, SUMMARIZE),
                        Status.ANSWERED,
                        new Usage(900, 300, 200, 100, 0, 0, 80, 30, 0, true),
                        new Cost.Unpriced(),
                        Records.MINI,
                        Records.MINI,
                        Records.OSS));
        desk.ledger.settle(
                Records.settled(
                        records.pending(ReportDesk.TEAM, "key_a", TODAY, SUMMARIZE),
                        Status.FAILED,
                        Usage.none(),
                        Cost.Priced.forInput(0, "none"),
                        Records.MINI));

        assertEquals(
                """
                {"feature":"summarize","calls":3,"answered":1,"failed":1,"cut":0,"cancelled":0,"refused":0,\
                "abandoned":0,"pending":1,"retries":1,"fallbacks":1,"cache_hits":0,"saved_nano_usd":0,\
                "degraded_calls":0,"unpriced_calls":1,"estimated_calls":1,"saved_usd":"0","input_tokens":900,\
                "cache_read_tokens":300,"cache_write_tokens":200,"cache_write_1h_tokens":100,\
                "input_audio_tokens":0,"input_image_tokens":0,"output_tokens":80,"reasoning_tokens":30,\
                "output_audio_tokens":0,"output_image_tokens":0,"tokens_per_call":490,"cost_nano_usd":0,\
                "cost_usd":"0","cost_usd_per_call":"0","latency_ms":{"count":1,"p50":39.748,"p95":39.748,\
                "p99":39.748},"time_to_first_token_ms":{"count":0,"p50":null,"p95":null,"p99":null}}\
                """,
                desk.usage("group_by=feature").json().at("/rows/0").toString());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "group_by=feature",
                "group_by=feature,model",
                "group_by=key&group_by=status",
                "group_by=day,provider,user_group",
                "group_by=hour",
                "group_by=team,alias",
            })
    void totals_equal_the_sum_of_the_rows_and_of_the_ledger(String query) {
        List<LedgerRecord> written = new ArrayList<>();
        for (int i = 0; i < 500; i++) {
            LedgerRecord record = records.any();
            desk.ledger.open(record);
            written.add(record);
        }
        for (int i = 0; i < 50; i++) {
            desk.ledger.open(records.pending("other", "key_b", TODAY, SUMMARIZE));
        }
        JsonNode report =
                desk.usage(
                                "limit=1000&from=2026-08-24&to=2026-11-24"
                                        + (query.isEmpty() ? "" : "&" + query))
                        .json();
        for (Measure measure : Measure.values()) {
            BigInteger ledger =
                    written.stream()
                            .map(record -> BigInteger.valueOf(measure.of(record)))
                            .reduce(BigInteger.ZERO, BigInteger::add);
            BigInteger rows = BigInteger.ZERO;
            for (JsonNode row : report.path("rows")) {
                rows = rows.add(row.path(measure.written()).bigIntegerValue());
            }
            assertEquals(ledger, rows, measure.written());
            assertEquals(ledger, report.path("totals").path(measure.written()).bigIntegerValue());
        }
        assertEquals(500, report.at("/totals/calls").asInt());
        JsonNode totals = report.path("totals");
        assertEquals(
                totals.path("cost_nano_usd").bigIntegerValue(),
                new BigDecimal(totals.path("cost_usd").asText())
                        .movePointRight(9)
                        .toBigIntegerExact());
    }

    @Test
    void without_a_group_there_is_one_row_and_without_calls_none() {
        assertEquals("[]", desk.usage("").json().path("rows").toString());
        assertEquals(0, desk.usage("").json().at("/totals/calls").asInt(-1));
        desk.ledger.settle(records.answered(TODAY, SUMMARIZE, 3));
        JsonNode report = desk.usage("").json();
        assertEquals(report.at("/rows/0"), report.path("totals"));
    }

    @Test
    void filters_select_any_of_the_values_of_one_name_and_all_of_the_names() {
        desk.ledger.settle(records.answered(TODAY, SUMMARIZE, 1));
        desk.ledger.settle(
                records.answered(TODAY, Map.of("feature", "chat", "user_group", "beta"), 10));
        desk.ledger.settle(records.answered(TODAY, Map.of("feature", "search"), 100));
        desk.ledger.settle(records.answered(TODAY, Map.of(), 1_000));
        assertEquals(1, cost("feature=summarize"));
        assertEquals(11, cost("feature=summarize&feature=chat"));
        assertEquals(10, cost("feature=summarize&feature=chat&user_group=beta"));
        assertEquals(1_000, cost("feature="));
        assertEquals(1_111, cost("status=answered&provider=openai&model=gpt-4.1-mini"));
        assertEquals(1_111, cost("day=2026-11-23&hour=2026-11-23T08:00Z"));
        assertEquals(0, cost("team=other"));
    }

    @Test
    void the_report_says_what_it_was_asked() {
        JsonNode report = desk.usage("group_by=feature,day&feature=b&feature=a").json();
        assertEquals("2026-11-01T00:00:00Z", report.path("from").asText());
        assertEquals("2026-11-23T09:30:00Z", report.path("to").asText());
        assertEquals("[\"feature\",\"day\"]", report.path("group_by").toString());
        assertEquals("{\"feature\":[\"a\",\"b\"]}", report.path("filters").toString());
    }

    @Test
    void a_period_has_its_beginning_and_not_its_end() {
        desk.ledger.settle(records.answered(Instant.parse("2026-11-10T00:00:00Z"), Map.of(), 1));
        desk.ledger.settle(records.answered(Instant.parse("2026-11-11T00:00:00Z"), Map.of(), 10));
        assertEquals(1, cost("from=2026-11-10&to=2026-11-11"));
        assertEquals(10, cost("from=2026-11-10T00:00:00.001Z&to=2026-11-11T01:00:00-01:00"));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "format=xml | format",
                "from=yesterday | from",
                "from=2026-11-31 | from",
                "to=2026-11-23T25:00:00Z | to",
                "from=2026-11-02&to=2026-11-01 | from",
                "from=2025-10-01&to=2026-11-06 | from",
                "from=2026-11-01&from=2026-11-02 | from",
                "from=-999999999-01-01 | from",
                "group_by=a b | group_by",
                "group_by=cost_usd | group_by",
                "group_by=calls | group_by",
                "group_by=a,b,c,d,e,f,g,h,i | group_by",
                "fea ture=x | fea ture",
            })
    void what_can_not_be_asked_is_named(String query, String param) {
        Reply reply = desk.usage(query);
        assertEquals(400, reply.status());
        assertEquals(param, reply.error("param"), reply.text());
    }

    @Test
    void an_unknown_format_is_told_the_known_ones() {
        assertEquals(
                "'format': need json, csv or focus.", desk.usage("format=xml").error("message"));
        assertEquals(200, desk.usage("format=json").status());
    }

    @Test
    void a_report_of_too_many_rows_is_refused() {
        for (int i = 0; i <= Group.MAX; i++) {
            desk.ledger.settle(records.answered(TODAY, Map.of("user", "u" + i), 1));
        }
        Reply reply = desk.usage("group_by=user");
        assertEquals(400, reply.status());
        assertEquals("report_too_large", reply.error("code"));
        assertEquals(200, desk.usage("group_by=alias").status());
    }

    @Test
    void a_report_that_takes_too_long_is_given_up_and_says_what_helps() {
        ReportDesk slow = slow(Duration.ofMillis(200));
        for (int i = 0; i < 200; i++) {
            slow.ledger.settle(records.answered(TODAY, Map.of(), 1));
        }
        Reply reply = slow.usage("from=2026-11-23T08:00:00.5Z");
        assertEquals(400, reply.status(), reply.text());
        assertEquals("report_too_large", reply.error("code"));
        assertEquals("from", reply.error("param"));
    }

    @Test
    void a_sum_that_does_not_fit_is_an_error_and_never_a_wrong_sum() {
        desk.ledger.settle(records.answered(TODAY, Map.of(), Long.MAX_VALUE));
        desk.ledger.settle(records.answered(TODAY, Map.of(), 1));
        assertEquals(500, desk.usage("").status());
    }

    @Test
    void only_the_roles_report_and_admin_get_reports() {
        desk.key("tg_app", ReportDesk.TEAM, Role.APP);
        desk.key("tg_admin", ReportDesk.TEAM, Role.ADMIN);
        assertEquals(403, desk.send("usage", ReportDesk.bearer("tg_app")).status());
        assertEquals(200, desk.send("usage", ReportDesk.bearer("tg_admin")).status());
        assertEquals(401, desk.send("usage", ReportDesk.bearer("tg_unknown")).status());
    }

    @Test
    void a_wrong_method_is_told_the_right_one() {
        Reply reply = desk.send("usage", event -> event.put("httpMethod", "POST"));
        assertEquals(405, reply.status());
        assertEquals("GET", reply.header("allow"));
    }

    @Test
    void while_the_ledger_fails_the_answer_is_503() {
        desk.ledger.failing(true);
        assertEquals(503, desk.usage("").status());
    }

    /// A desk where each look at the clock takes this long.
    private static ReportDesk slow(Duration step) {
        AtomicReference<Instant> now = new AtomicReference<>(ReportDesk.NOW);
        InstantSource ticking = () -> now.getAndUpdate(at -> at.plus(step));
        return new ReportDesk(ticking.withZone(ZoneOffset.UTC));
    }

    private long cost(String query) {
        return desk.usage(query).json().at("/totals/cost_nano_usd").asLong();
    }

    private static List<String> values(JsonNode rows, String member) {
        List<String> values = new ArrayList<>();
        rows.forEach(row -> values.add(row.path(member).asText()));
        return values;
    }
}
