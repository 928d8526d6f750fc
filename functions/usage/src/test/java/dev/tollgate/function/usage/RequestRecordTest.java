package dev.tollgate.function.usage;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.tollgate.audit.Payload;
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
    void who_reports_sees_the_payload_too_and_an_application_does_not() {
        String own = desk.key("tg_own", ReportDesk.TEAM, Role.APP);
        desk.key("tg_admin", ReportDesk.TEAM, Role.ADMIN);
        LedgerRecord record = records.pending(ReportDesk.TEAM, own, ReportDesk.NOW, Map.of());
        desk.ledger.open(record);
        desk.payloads.put(
                new Payload(
                        ReportDesk.TEAM,
                        record.id(),
                        ReportDesk.NOW.plusSeconds(1),
                        "{\"level\":\"full\"}".getBytes(UTF_8)));

        assertEquals(
                "full", desk.request(record.id()).json().path("payload").path("level").asText());
        assertTrue(request(record, "tg_admin").json().has("payload"));
        assertEquals(200, request(record, "tg_own").status());
        assertFalse(request(record, "tg_own").json().has("payload"));
    }

    @Test
    void another_teams_payload_is_not_shown() {
        desk.key("tg_others", "others", Role.REPORT);
        LedgerRecord record = records.answered(ReportDesk.NOW, Map.of(), 42);
        desk.ledger.settle(record);

        assertEquals(404, request(record, "tg_others").status());
    }

    @Test
    void a_payload_that_can_t_be_read_is_not_taken_for_none() {
        LedgerRecord record = records.answered(ReportDesk.NOW, Map.of(), 42);
        desk.ledger.settle(record);
        desk.payloads.failing(true);

        assertEquals(503, desk.request(record.id()).status());
    }

    private Reply request(LedgerRecord record, String key) {
        return desk.send(
                "request",
                event -> {
                    event.put("path", "/v1/requests/" + record.id());
                    ReportDesk.bearer(key).accept(event);
                });
    }

    @Test
    void while_the_ledger_fails_the_answer_is_503() {
        LedgerRecord record = records.answered(ReportDesk.NOW, Map.of(), 42);
        desk.ledger.failing(true);
        assertEquals(503, desk.request(record.id()).status());
    }
}
