package dev.tollgate.aws.dynamo;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.tollgate.http.Json;
import dev.tollgate.ledger.LedgerRecord;
import dev.tollgate.rollup.Change;
import dev.tollgate.testkit.store.Arbitrary;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;

final class LedgerStreamTest {
    private static final Instant NOON = Instant.parse("2026-11-23T12:00:00Z");
    private static final String SHARD = "shardId-00000001763856000000-a1b2c3d4";

    private final Arbitrary arbitrary = new Arbitrary(3);
    private Instant now = NOON.plus(LedgerStream.HELD_UP).plusSeconds(1);
    private final List<String> unreadable = new ArrayList<>();

    @Test
    void an_event_is_a_shards_changes_in_order() {
        LedgerRecord pending = arbitrary.pending("growth", NOON);
        LedgerRecord settled = arbitrary.settled(pending);
        ObjectNode event =
                event(
                        record("INSERT", "111", Optional.empty(), Optional.of(pending)),
                        record("MODIFY", "112", Optional.of(pending), Optional.of(settled)));

        LedgerStream.Batch batch = read(event);

        assertEquals(SHARD, batch.shard());
        assertEquals(
                List.of(
                        new Change(Change.sortable("111"), Optional.empty(), pending),
                        new Change(Change.sortable("112"), Optional.of(pending), settled)),
                batch.changes());
    }

    @Test
    void every_field_of_a_record_comes_through() {
        for (int i = 0; i < 100; i++) {
            LedgerRecord settled = arbitrary.settled(arbitrary.pending("growth", NOON));
            ObjectNode event = event(record("INSERT", "1", Optional.empty(), Optional.of(settled)));

            assertEquals(settled, read(event).changes().getFirst().after());
        }
    }

    @Test
    void a_record_whose_retention_has_ended_is_no_change() {
        LedgerRecord settled = arbitrary.settled(arbitrary.pending("growth", NOON));

        LedgerStream.Batch batch =
                read(event(record("REMOVE", "111", Optional.of(settled), Optional.empty())));

        assertEquals(List.of(), batch.changes());
        assertEquals(List.of(), unreadable);
    }

    @Test
    void what_cannot_be_read_holds_its_shard_up_until_it_is_old() {
        LedgerRecord pending = arbitrary.pending("growth", NOON);
        ObjectNode good = record("INSERT", "1", Optional.empty(), Optional.of(pending));
        ObjectNode broken = record("INSERT", "2", Optional.empty(), Optional.of(pending));
        ((ObjectNode) broken.at("/dynamodb/NewImage")).remove("alias");
        String key = "growth#2026-11-23#0 " + pending.id();

        now = NOON.plus(LedgerStream.HELD_UP);
        IllegalStateException e =
                assertThrows(IllegalStateException.class, () -> read(event(good, broken)));
        assertTrue(String.valueOf(e.getMessage()).endsWith(key), e::toString);
        assertEquals(List.of(), unreadable);

        now = now.plusSeconds(1);
        assertEquals(1, read(event(good, broken)).changes().size());
        assertEquals(List.of(key), unreadable);
    }

    @Test
    void what_is_old_and_cannot_be_read_is_told_of_and_left_out() {
        LedgerRecord pending = arbitrary.pending("growth", NOON);
        ObjectNode broken = record("INSERT", "1", Optional.empty(), Optional.of(pending));
        ((ObjectNode) broken.at("/dynamodb/NewImage")).remove("alias");
        ObjectNode unknown = record("INSERT", "2", Optional.empty(), Optional.of(pending));
        ((ObjectNode) unknown.at("/dynamodb/NewImage")).putObject("state").put("S", "elsewhere");
        ObjectNode halved =
                record("MODIFY", "3", Optional.empty(), Optional.of(arbitrary.settled(pending)));
        ObjectNode keyless = record("INSERT", "4", Optional.empty(), Optional.empty());
        ((ObjectNode) keyless.path("dynamodb")).remove("Keys");
        ObjectNode good = record("INSERT", "5", Optional.empty(), Optional.of(pending));

        LedgerStream.Batch batch = read(event(broken, unknown, halved, keyless, good));

        assertEquals(
                List.of(new Change(Change.sortable("5"), Optional.empty(), pending)),
                batch.changes());
        String key = "growth#2026-11-23#0 " + pending.id();
        assertEquals(List.of(key, key, key, "? ?"), unreadable);
    }

    @Test
    void sequence_numbers_are_written_as_the_stream_writes_them() {
        for (String number : List.of("000000000000000000001", "20500000000000000910398")) {
            assertEquals(number, LedgerStream.sequenceNumber(Change.sortable(number)));
        }
    }

    @Test
    void the_end_of_a_window_brings_nothing() {
        ObjectNode event = event();
        event.put("isFinalInvokeForWindow", true);

        LedgerStream.Batch batch = read(event);

        assertEquals(List.of(), batch.changes());
    }

    @Test
    void an_event_that_names_no_shard_is_refused() {
        LedgerRecord pending = arbitrary.pending("growth", NOON);
        ObjectNode event = event(record("INSERT", "1", Optional.empty(), Optional.of(pending)));
        event.remove("shardId");

        assertThrows(IllegalArgumentException.class, () -> read(event));
    }

    private LedgerStream.Batch read(ObjectNode event) {
        return LedgerStream.read(event, now, (key, _) -> unreadable.add(key));
    }

    private static ObjectNode event(ObjectNode... records) {
        ObjectNode event = Json.object().put("shardId", SHARD);
        ArrayNode all = event.putArray("Records");
        List.of(records).forEach(all::add);
        return event;
    }

    private static ObjectNode record(
            String name,
            String sequence,
            Optional<LedgerRecord> before,
            Optional<LedgerRecord> after) {
        ObjectNode record = Json.object().put("eventName", name);
        ObjectNode change = record.putObject("dynamodb").put("SequenceNumber", sequence);
        change.put("ApproximateCreationDateTime", NOON.getEpochSecond());
        String id = after.or(() -> before).map(LedgerRecord::id).orElse("none");
        change.set(
                "Keys",
                json(Item.create().put("pk", "growth#2026-11-23#0").put("id", id).attributes()));
        before.ifPresent(it -> change.set("OldImage", json(LedgerItem.write(it).attributes())));
        after.ifPresent(it -> change.set("NewImage", json(LedgerItem.write(it).attributes())));
        return record;
    }

    private static ObjectNode json(Map<String, AttributeValue> attributes) {
        ObjectNode json = Json.object();
        attributes.forEach((name, value) -> json.set(name, json(value)));
        return json;
    }

    /// As the types of our items are written.
    private static JsonNode json(AttributeValue value) {
        ObjectNode json = Json.object();
        switch (value.type()) {
            case S -> json.put("S", value.s());
            case N -> json.put("N", value.n());
            case BOOL -> json.put("BOOL", value.bool());
            case M -> json.set("M", json(value.m()));
            case L -> {
                ArrayNode all = json.putArray("L");
                value.l().forEach(each -> all.add(json(each)));
            }
            default -> throw new IllegalArgumentException("no type of ours: " + value.type());
        }
        return json;
    }
}
