package dev.tollgate.function.usage;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.tollgate.function.usage.ReportDesk.Reply;
import dev.tollgate.identity.Role;
import dev.tollgate.ledger.LedgerJson;
import dev.tollgate.ledger.LedgerRecord;
import java.util.Map;
import org.junit.jupiter.api.Test;

class RequestRecordTest {
    private final ReportDesk desk = new ReportDesk();
    private final Records records = new Records();

    @Test
    void a_reader_of_reports_sees_every_record_of_the_team() {
        LedgerRecord record = records.answered(ReportDesk.NOW, Map.of("feature", "search"), 42);
        desk.ledger.settle(record);
        Reply reply = desk.request(record.id());
        assertEquals(200, reply.status(), reply.text());
        assertEquals(LedgerJson.of(record).toString(), reply.text());
    }

    @Test
    void an_application_sees_its_own_records_and_no_others() {
        String own = desk.key(ReportDesk.KEY, ReportDesk.TEAM, Role.APP);
        LedgerRecord mine = records.pending(ReportDesk.TEAM, own, ReportDesk.NOW, Map.of());
        LedgerRecord theirs = records.pending(ReportDesk.TEAM, "key_b", ReportDesk.NOW, Map.of());
        desk.ledger.open(mine);
        desk.ledger.open(theirs);
        assertEquals("pending", desk.request(mine.id()).json().path("status").asText());
        assertEquals(404, desk.request(theirs.id()).status());
    }

    @Test
    void another_teams_record_looks_like_none() {
        LedgerRecord record = records.pending("other", "key_b", ReportDesk.NOW, Map.of());
        desk.ledger.open(record);
        Reply others = desk.request(record.id());
        Reply none = desk.send("request", _ -> {});
        assertEquals(404, others.status());
        assertEquals(404, none.status());
        assertEquals(none.json(), others.json());
    }

    @Test
    void what_is_no_request_id_is_not_found() {
        assertEquals(404, desk.request("").status());
        assertEquals(404, desk.request("x".repeat(5_000)).status());
        assertEquals(404, desk.send("usage", event -> event.put("path", "/v1/other")).status());
    }

    @Test
    void nothing_is_shown_without_a_valid_key() {
        assertEquals(401, desk.send("request", ReportDesk.bearer("tg_unknown")).status());
    }

    @Test
    void while_the_ledger_fails_the_answer_is_503() {
        LedgerRecord record = records.answered(ReportDesk.NOW, Map.of(), 42);
        desk.ledger.failing(true);
        assertEquals(503, desk.request(record.id()).status());
    }
}
