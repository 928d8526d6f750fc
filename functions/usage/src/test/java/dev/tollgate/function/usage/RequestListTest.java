package dev.tollgate.function.usage;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import dev.tollgate.function.usage.ReportDesk.Reply;
import dev.tollgate.identity.Role;
import dev.tollgate.ledger.LedgerJson;
import dev.tollgate.ledger.LedgerRecord;
import dev.tollgate.ledger.LedgerRecord.Status;
import dev.tollgate.usage.Cost;
import dev.tollgate.usage.Usage;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RequestListTest {
    private static final String PATH = "/v1/requests";
    private static final Instant TODAY = Instant.parse("2026-11-23T08:15:00Z");

    private final ReportDesk desk = new ReportDesk();
    private final Records records = new Records();

    @Test
    void calls_come_the_newest_first_and_whole() {
        List<LedgerRecord> calls = calls(desk, 60);
        JsonNode list = desk.get(PATH, "").json();
        assertEquals("list", list.path("object").asText());
        assertEquals(ids(calls.subList(0, 50)), ids(list));
        assertEquals(LedgerJson.of(calls.getFirst()).toString(), list.at("/data/0").toString());
    }

    @Test
    void pages_together_have_every_call_once() {
        List<LedgerRecord> calls = calls(desk, 60);
        assertEquals(ids(calls), pages(desk, "limit=7"));
        assertEquals(ids(calls), pages(desk, "limit=60"));
    }

    @Test
    void filters_select_calls_as_they_select_figures() {
        LedgerRecord failed =
                Records.settled(
                        records.pending(ReportDesk.TEAM, "key_b", TODAY, Map.of("feature", "a")),
                        Status.FAILED,
                        Usage.none(),
                        Cost.Priced.forInput(0, "v"),
                        Records.OSS);
        desk.ledger.settle(failed);
        desk.ledger.settle(records.answered(TODAY, Map.of("feature", "a"), 10));
        desk.ledger.settle(records.answered(TODAY, Map.of("feature", "b"), 20_000_000));
        desk.ledger.open(records.pending("other", "key_a", TODAY, Map.of("feature", "a")));
        assertEquals(List.of(failed.id()), pages(desk, "status=failed&feature=a"));
        assertEquals(2, pages(desk, "feature=a").size());
        assertEquals(1, pages(desk, "feature!=a").size());
        assertEquals(1, pages(desk, "min_cost_usd=0.02").size());
        assertEquals(0, pages(desk, "min_cost_usd=0.020000001").size());
        assertEquals(1, pages(desk, "provider=groq").size());
        assertEquals(0, pages(desk, "to=2026-11-23T08:15:00Z").size());
        assertEquals(3, pages(desk, "from=2026-11-23T08:15:00Z&to=2026-11-23T08:15:01Z").size());
    }

    @Test
    void an_application_lists_its_own_calls_only() {
        String own = desk.key("tg_app", ReportDesk.TEAM, Role.APP);
        LedgerRecord mine = records.pending(ReportDesk.TEAM, own, TODAY, Map.of());
        desk.ledger.open(mine);
        desk.ledger.open(records.pending(ReportDesk.TEAM, "key_b", TODAY, Map.of()));
        assertEquals(List.of(mine.id()), ids(desk.get(PATH, "", "tg_app").json()));
        assertEquals(2, ids(desk.get(PATH, "").json()).size());
    }

    @Test
    void when_time_is_short_it_says_so_and_goes_on_from_there() {
        AtomicReference<Instant> now = new AtomicReference<>(ReportDesk.NOW);
        InstantSource ticking = () -> now.getAndUpdate(at -> at.plus(Duration.ofMillis(700)));
        ReportDesk slow = new ReportDesk(ticking.withZone(ZoneOffset.UTC));
        List<LedgerRecord> calls = calls(slow, 120);
        String query = "from=2026-11-10&to=2026-11-23T09:00:00Z&limit=200";
        Reply first = slow.get(PATH, query);
        assertEquals("not_all_read", first.json().at("/warnings/0/code").asText(), first.text());
        assertTrue(ids(first.json()).size() < 120);
        assertEquals(ids(calls), pages(slow, query));
        assertEquals(
                List.of(), pages(slow, "from=2025-11-10&to=2026-01-23&limit=200&feature=nobody"));
    }

    @Test
    void what_is_too_much_for_a_reply_stands_on_the_next_page() {
        Map<String, String> tags = new HashMap<>();
        for (int i = 0; i < 40; i++) {
            tags.put("tag" + i, "\"".repeat(256));
        }
        List<LedgerRecord> calls = records.calls(200, TODAY, tags, 1).toList();
        calls.forEach(desk.ledger::settle);
        Reply reply = desk.get(PATH, "limit=200");
        assertTrue(reply.proxied().toString().length() < 6 * 1024 * 1024);
        assertTrue(ids(reply.json()).size() < 200);
        assertEquals(200, pages(desk, "limit=200").size());
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "limit=201 | limit",
                "limit=-1 | limit",
                "cursor=x | cursor",
                "from=never | from",
                "min_cost_usd=a | min_cost_usd",
                "a b=c | a b",
            })
    void what_can_not_be_asked_is_named(String query, String param) {
        Reply reply = desk.get(PATH, query);
        assertEquals(400, reply.status());
        assertEquals(param, reply.error("param"));
    }

    @Test
    void a_cursor_of_a_report_is_none_of_a_list() {
        calls(desk, 3);
        String cursor =
                desk.usage("group_by=feature&limit=1").json().path("next_cursor").asText("e30");
        assertEquals(400, desk.get(PATH, "cursor=" + cursor).status());
        assertFalse(desk.get(PATH, "limit=1").json().path("next_cursor").asText().isEmpty());
    }

    @Test
    void while_the_ledger_fails_the_answer_is_503() {
        desk.ledger.failing(true);
        assertEquals(503, desk.get(PATH, "").status());
    }

    /// Calls over three days, the newest first, some in the same millisecond.
    private List<LedgerRecord> calls(ReportDesk at, int count) {
        List<LedgerRecord> calls = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            LedgerRecord call =
                    records.answered(
                            TODAY.minus(Duration.ofMinutes(i / 2 * 137L % 4_000)), Map.of(), i);
            at.ledger.settle(call);
            calls.add(call);
        }
        calls.sort(Comparator.comparing(LedgerRecord::id).reversed());
        return calls;
    }

    private static List<String> pages(ReportDesk at, String query) {
        List<String> ids = new ArrayList<>();
        String cursor = "";
        int pages = 0;
        do {
            JsonNode page = at.get(PATH, query + cursor).json();
            ids.addAll(ids(page));
            cursor = page.has("next_cursor") ? "&cursor=" + page.path("next_cursor").asText() : "";
            assertTrue(pages++ < 100, "it goes on and on");
        } while (!cursor.isEmpty());
        return ids;
    }

    private static List<String> ids(List<LedgerRecord> calls) {
        return calls.stream().map(LedgerRecord::id).toList();
    }

    private static List<String> ids(JsonNode list) {
        List<String> ids = new ArrayList<>();
        list.path("data").forEach(call -> ids.add(call.path("id").asText()));
        return ids;
    }
}
