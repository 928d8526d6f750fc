package dev.tollgate.testkit.store;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.tollgate.config.Ids;
import dev.tollgate.config.StoreUnavailable;
import dev.tollgate.ledger.Ledger;
import dev.tollgate.ledger.LedgerRecord;
import dev.tollgate.ledger.LedgerRecord.Settlement;
import dev.tollgate.ledger.LedgerRecord.Status;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;

/// What every ledger does. A run needs a ledger of its own, or one that no other run's teams and times meet in.
public abstract class LedgerContract {
    /// Midday, so that a test knows on which day a record falls.
    protected static final Instant NOON = Instant.parse("2026-11-23T12:00:00.123456Z");

    private static final String TEAM = "growth#1";

    private final Arbitrary arbitrary = new Arbitrary(7);

    /// A ledger that keeps records around [#NOON].
    protected abstract Ledger ledger();

    /// The same kind of ledger while its store does not answer.
    protected abstract Ledger failing();

    @Test
    void every_field_of_a_pending_record_comes_back() {
        for (int i = 0; i < 20; i++) {
            LedgerRecord pending = arbitrary.pending(TEAM, NOON);

            ledger().open(pending);

            assertEquals(Optional.of(pending), ledger().find(TEAM, pending.id()));
        }
    }

    @Test
    void every_field_of_a_settled_record_comes_back() {
        for (int i = 0; i < 50; i++) {
            LedgerRecord pending = arbitrary.pending(TEAM, NOON);
            LedgerRecord settled = arbitrary.settled(pending);

            ledger().open(pending);

            assertTrue(ledger().settle(settled));
            assertEquals(Optional.of(settled), ledger().find(TEAM, pending.id()));
        }
    }

    @Test
    void a_record_settles_once() {
        LedgerRecord pending = arbitrary.pending(TEAM, NOON);
        LedgerRecord first = ended(pending);
        ledger().open(pending);

        assertTrue(ledger().settle(first));

        assertFalse(ledger().settle(ended(pending)));
        assertFalse(ledger().settle(first));
        assertEquals(Optional.of(first), ledger().find(TEAM, pending.id()));
    }

    @Test
    void the_truth_takes_the_place_of_an_estimate_once() {
        LedgerRecord pending = arbitrary.pending(TEAM, NOON);
        LedgerRecord abandoned = abandoned(pending);
        LedgerRecord truth = ended(pending);
        ledger().open(pending);

        assertTrue(ledger().settle(abandoned));
        assertFalse(ledger().settle(abandoned(pending)));
        assertEquals(Optional.of(abandoned), ledger().find(TEAM, pending.id()));

        assertTrue(ledger().settle(truth));
        assertFalse(ledger().settle(ended(pending)));
        assertFalse(ledger().settle(abandoned));
        assertEquals(Optional.of(truth), ledger().find(TEAM, pending.id()));
    }

    @Test
    void of_concurrent_settlements_exactly_one_counts() throws Exception {
        LedgerRecord pending = arbitrary.pending(TEAM, NOON);
        ledger().open(pending);
        List<Callable<Boolean>> settlements = new ArrayList<>();
        for (int i = 0; i < 16; i++) {
            LedgerRecord settled = ended(pending);
            settlements.add(() -> ledger().settle(settled));
        }

        int counted = 0;
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            for (Future<Boolean> settlement : threads.invokeAll(settlements)) {
                counted += settlement.get() ? 1 : 0;
            }
        }

        assertEquals(1, counted);
    }

    @Test
    void a_record_whose_pending_form_was_never_written_settles() {
        LedgerRecord settled = arbitrary.settled(arbitrary.pending(TEAM, NOON));

        assertTrue(ledger().settle(settled));

        assertEquals(Optional.of(settled), ledger().find(TEAM, settled.id()));
    }

    @Test
    void opening_what_is_settled_changes_nothing() {
        LedgerRecord pending = arbitrary.pending(TEAM, NOON);
        LedgerRecord settled = arbitrary.settled(pending);
        ledger().settle(settled);

        ledger().open(pending);

        assertEquals(Optional.of(settled), ledger().find(TEAM, pending.id()));
    }

    @Test
    void another_teams_record_is_not_found() {
        LedgerRecord pending = arbitrary.pending(TEAM, NOON);
        ledger().open(pending);

        assertEquals(Optional.empty(), ledger().find("growth", pending.id()));
        assertEquals(Optional.empty(), ledger().find("", pending.id()));
    }

    @Test
    void what_is_no_id_is_not_found() {
        assertEquals(Optional.empty(), ledger().find(TEAM, ""));
        assertEquals(Optional.empty(), ledger().find(TEAM, "req_1"));
        assertEquals(Optional.empty(), ledger().find(TEAM, "x".repeat(5_000)));
    }

    @Test
    void a_scan_hands_over_a_teams_records_of_a_range_of_time_each_once() {
        String team = "scan";
        Instant from = NOON.minus(Duration.ofDays(2));
        Instant to = NOON.plus(Duration.ofDays(1));
        Set<LedgerRecord> inside = new HashSet<>();
        for (Instant start = from; start.isBefore(to); start = start.plus(Duration.ofHours(1))) {
            inside.add(opened(team, start));
        }
        inside.add(opened(team, to.minusNanos(1_000)));
        opened(team, from.minusNanos(1_000));
        opened(team, to);
        opened("scan#", NOON);
        opened("sca", NOON);
        LedgerRecord ended = inside.iterator().next();
        LedgerRecord settled = arbitrary.settled(ended);
        ledger().settle(settled);
        inside.remove(ended);
        inside.add(settled);

        List<LedgerRecord> scanned = new ArrayList<>();
        ledger().scan(team, from, to, scanned::add);

        assertEquals(inside.size(), scanned.size());
        assertEquals(inside, new HashSet<>(scanned));
    }

    @Test
    void a_scan_of_no_time_hands_over_nothing() {
        opened("empty", NOON);

        ledger().scan("empty", NOON, NOON, record -> assertEquals("none", record.id()));
        ledger().scan(
                        "empty",
                        NOON.plusSeconds(1),
                        NOON,
                        record -> assertEquals("none", record.id()));
    }

    @Test
    void a_scan_of_all_time_ends() {
        LedgerRecord pending = opened("always", NOON);

        List<LedgerRecord> scanned = new ArrayList<>();
        ledger().scan("always", Instant.MIN, Instant.MAX, scanned::add);

        assertEquals(List.of(pending), scanned);
    }

    @Test
    void a_descent_hands_over_a_teams_records_the_newest_first() {
        String team = "descent";
        Instant from = NOON.minus(Duration.ofDays(2));
        Instant to = NOON.plus(Duration.ofDays(1));
        List<LedgerRecord> inside = new ArrayList<>();
        for (Instant start = from; start.isBefore(to); start = start.plus(Duration.ofMinutes(9))) {
            inside.add(opened(team, start));
        }
        opened(team, from.minusNanos(1_000));
        opened(team, to);
        opened("descent#", NOON);
        inside.sort(Comparator.comparing(LedgerRecord::id).reversed());

        assertEquals(inside, descended(team, from, to, Optional.empty(), Integer.MAX_VALUE));
        assertEquals(inside.subList(0, 7), descended(team, from, to, Optional.empty(), 7));
    }

    @Test
    void a_descent_goes_on_below_an_id_that_may_be_no_records() {
        String team = "goes-on";
        List<LedgerRecord> records = new ArrayList<>();
        for (int i = 0; i < 300; i++) {
            records.add(opened(team, NOON.minusSeconds(i)));
        }
        records.sort(Comparator.comparing(LedgerRecord::id).reversed());
        Instant from = NOON.minus(Duration.ofDays(3));
        Instant to = NOON.plusSeconds(1);

        List<LedgerRecord> pages = new ArrayList<>();
        Optional<String> before = Optional.empty();
        for (List<LedgerRecord> page = descended(team, from, to, before, 70);
                !page.isEmpty();
                page = descended(team, from, to, before, 70)) {
            pages.addAll(page);
            before = Optional.of(page.getLast().id());
        }

        assertEquals(records, pages);
        Optional<String> midway = Optional.of(Ids.request(NOON.minusSeconds(200), () -> -1L));
        assertEquals(
                records.subList(200, 300), descended(team, from, to, midway, Integer.MAX_VALUE));
        Optional<String> never = Optional.of(Ids.request(Instant.EPOCH, () -> 0L));
        assertEquals(List.of(), descended(team, from, to, never, Integer.MAX_VALUE));
        assertEquals(List.of(), descended(team, to, from, Optional.empty(), Integer.MAX_VALUE));
    }

    private List<LedgerRecord> descended(
            String team, Instant from, Instant to, Optional<String> before, int limit) {
        List<LedgerRecord> found = new ArrayList<>();
        ledger().descend(
                        team,
                        from,
                        to,
                        before,
                        record -> {
                            found.add(record);
                            return found.size() < limit;
                        });
        return found;
    }

    @Test
    void a_store_that_does_not_answer_is_unavailable() {
        LedgerRecord pending = arbitrary.pending(TEAM, NOON);
        Ledger failing = failing();

        assertThrows(StoreUnavailable.class, () -> failing.open(pending));
        assertThrows(StoreUnavailable.class, () -> failing.settle(arbitrary.settled(pending)));
        assertThrows(StoreUnavailable.class, () -> failing.find(TEAM, pending.id()));
        assertThrows(
                StoreUnavailable.class,
                () -> failing.scan(TEAM, NOON, NOON.plusSeconds(1), record -> {}));
        assertThrows(
                StoreUnavailable.class,
                () ->
                        failing.descend(
                                TEAM, NOON, NOON.plusSeconds(1), Optional.empty(), record -> true));
    }

    private LedgerRecord abandoned(LedgerRecord pending) {
        return with(pending, Status.ABANDONED);
    }

    private LedgerRecord ended(LedgerRecord pending) {
        return with(pending, Status.CUT);
    }

    private LedgerRecord with(LedgerRecord pending, Status status) {
        Settlement end = arbitrary.settled(pending).settlement().orElseThrow();
        return pending.settled(
                new Settlement(
                        status,
                        end.target(),
                        end.attempts(),
                        end.usage(),
                        end.cost(),
                        end.failure(),
                        end.finishReason(),
                        end.timeToFirstToken(),
                        end.total(),
                        end.overhead()));
    }

    private LedgerRecord opened(String team, Instant start) {
        LedgerRecord pending = arbitrary.pending(team, start);
        ledger().open(pending);
        return pending;
    }
}
