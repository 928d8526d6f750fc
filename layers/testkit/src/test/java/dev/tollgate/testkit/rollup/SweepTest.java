package dev.tollgate.testkit.rollup;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.tollgate.config.StoreUnavailable;
import dev.tollgate.config.Timing;
import dev.tollgate.ledger.LedgerRecord;
import dev.tollgate.ledger.LedgerRecord.Expected;
import dev.tollgate.ledger.LedgerRecord.Settlement;
import dev.tollgate.ledger.LedgerRecord.Status;
import dev.tollgate.rollup.Dimension;
import dev.tollgate.rollup.Figures;
import dev.tollgate.rollup.RollupObserver;
import dev.tollgate.rollup.Sums;
import dev.tollgate.rollup.Sweep;
import dev.tollgate.testkit.store.Arbitrary;
import dev.tollgate.testkit.store.InMemoryLedger;
import dev.tollgate.usage.Cost;
import dev.tollgate.usage.TokenClass;
import dev.tollgate.usage.Usage;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

final class SweepTest {
    private static final Instant NOW = Instant.parse("2026-11-23T12:40:00Z");
    private static final String TEAM = "growth";

    private final InMemoryLedger ledger = new InMemoryLedger();
    private final List<String> told = new ArrayList<>();
    private final Arbitrary arbitrary = new Arbitrary(11);
    private final Sweep sweep = new Sweep(new Ledgers(), ledger, timing(), new Told());

    @Test
    void a_call_that_nobody_can_be_working_at_is_settled_with_what_was_expected() {
        Usage usage = Usage.of(120, 400);
        Cost cost = Cost.Priced.of(Map.of(TokenClass.INPUT, 12L, TokenClass.OUTPUT, 400L), "v1");
        LedgerRecord pending =
                expecting(Optional.of(new Expected(usage, cost)), NOW.minus(Duration.ofHours(3)));
        ledger.open(pending);

        assertEquals(1, sweep.run(TEAM, NOW.plusSeconds(1)));

        Settlement end = end(pending);
        assertEquals(Status.ABANDONED, end.status());
        assertEquals(usage.plus(Usage.estimate(0, 0)), end.usage());
        assertTrue(end.usage().estimated());
        assertEquals(cost, end.cost());
        assertEquals(pending.firstTarget(), end.target());
        assertEquals(Duration.ZERO, end.total());
        assertEquals(List.of("growth 1"), told);
    }

    @Test
    void of_a_call_without_an_expectation_it_is_known_that_its_cost_is_not() {
        LedgerRecord pending = expecting(Optional.empty(), NOW.minus(Duration.ofHours(3)));
        ledger.open(pending);

        sweep.run(TEAM, NOW.plusSeconds(1));

        assertEquals(new Cost.Unpriced(), end(pending).cost());
        assertEquals(0, end(pending).usage().input());
        assertTrue(end(pending).usage().estimated());
    }

    @Test
    void half_an_hour_is_waited_for_an_end() {
        LedgerRecord young = opened(NOW.minus(Duration.ofMinutes(30)));
        LedgerRecord old = opened(NOW.minus(Duration.ofMinutes(30)).minusMillis(1));

        assertEquals(1, sweep.run(TEAM, NOW.plusSeconds(1)));

        assertFalse(find(young).abandoned());
        assertTrue(find(old).abandoned());
    }

    @Test
    void a_week_is_looked_at() {
        LedgerRecord week = opened(NOW.minus(Duration.ofDays(8)));
        LedgerRecord forgotten = opened(NOW.minus(Duration.ofDays(9)));

        sweep.run(TEAM, NOW.plusSeconds(1));

        assertTrue(find(week).abandoned());
        assertFalse(find(forgotten).abandoned());
    }

    @Test
    void what_has_ended_and_what_is_anothers_stays() {
        LedgerRecord settled = arbitrary.settled(opened(NOW.minus(Duration.ofHours(2))));
        ledger.settle(settled);
        LedgerRecord neighbour = opened(NOW.minus(Duration.ofHours(2)));
        LedgerRecord other = arbitrary.pending("growth#", NOW.minus(Duration.ofHours(2)));
        ledger.open(other);

        assertEquals(1, sweep.run(TEAM, NOW.plusSeconds(1)));

        assertEquals(settled, find(settled));
        assertTrue(find(neighbour).abandoned());
        assertEquals(Optional.of(other), ledger.find("growth#", other.id()));
    }

    @Test
    void a_call_that_ends_after_all_is_what_it_was() {
        LedgerRecord pending = opened(NOW.minus(Duration.ofHours(2)));
        sweep.run(TEAM, NOW.plusSeconds(1));
        LedgerRecord truth = ended(pending);

        assertTrue(ledger.settle(truth));

        assertEquals(0, sweep.run(TEAM, NOW.plusSeconds(1)));
        assertEquals(truth, find(pending));
    }

    @Test
    void where_nothing_is_pending_the_ledger_is_not_asked() {
        ledger.failing(true);

        assertEquals(
                0,
                new Sweep(new Nothing(), ledger, timing(), new Told())
                        .run(TEAM, NOW.plusSeconds(1)));
    }

    @Test
    void after_the_end_of_its_time_no_hour_is_begun() {
        LedgerRecord pending = opened(NOW.minus(Duration.ofHours(2)));

        assertEquals(0, sweep.run(TEAM, NOW));

        assertEquals(pending, find(pending));
    }

    @Test
    void a_store_that_does_not_answer_is_told_of() {
        opened(NOW.minus(Duration.ofHours(2)));
        ledger.failing(true);

        assertThrows(StoreUnavailable.class, () -> sweep.run(TEAM, NOW.plusSeconds(1)));
        assertEquals(List.of(), told);
    }

    private static Timing timing() {
        return new Timing(Clock.fixed(NOW, ZoneOffset.UTC), _ -> {}, () -> 1L);
    }

    private LedgerRecord opened(Instant start) {
        LedgerRecord pending = arbitrary.pending(TEAM, start);
        ledger.open(pending);
        return pending;
    }

    private LedgerRecord expecting(Optional<Expected> expected, Instant start) {
        LedgerRecord it = arbitrary.pending(TEAM, start);
        return new LedgerRecord(
                it.id(),
                it.startedAt(),
                it.team(),
                it.keyId(),
                it.alias(),
                it.operation(),
                it.streamed(),
                it.firstTarget(),
                it.catalogVersion(),
                it.tags(),
                expected,
                Optional.empty());
    }

    private LedgerRecord ended(LedgerRecord pending) {
        LedgerRecord settled = arbitrary.settled(pending);
        while (settled.abandoned()) {
            settled = arbitrary.settled(pending);
        }
        return settled;
    }

    private LedgerRecord find(LedgerRecord record) {
        return ledger.find(record.team(), record.id()).orElseThrow();
    }

    private Settlement end(LedgerRecord record) {
        return find(record).settlement().orElseThrow();
    }

    /// What a roll-up of the ledger would say.
    private final class Ledgers implements Sums {
        @Override
        public List<Row> read(String team, Instant from, Instant to, Set<Dimension> by) {
            Map<Map<Dimension, Optional<String>>, Figures> rows = new HashMap<>();
            ledger.scan(
                    team,
                    from,
                    to,
                    record -> {
                        Map<Dimension, Optional<String>> values = new HashMap<>();
                        by.forEach(dimension -> values.put(dimension, dimension.of(record)));
                        rows.computeIfAbsent(values, _ -> new Figures()).add(record);
                    });
            List<Row> all = new ArrayList<>();
            rows.forEach((values, figures) -> all.add(new Row(values, figures)));
            return all;
        }

        @Override
        public SortedSet<String> tags(String team, Instant from, Instant to) {
            return new TreeSet<>();
        }
    }

    private static final class Nothing implements Sums {
        @Override
        public List<Row> read(String team, Instant from, Instant to, Set<Dimension> by) {
            return List.of();
        }

        @Override
        public SortedSet<String> tags(String team, Instant from, Instant to) {
            return new TreeSet<>();
        }
    }

    private final class Told implements RollupObserver {
        @Override
        public void rollupSkipped(String where, Throwable cause) {
            told.add(where);
        }

        @Override
        public void swept(String team, int calls) {
            told.add(team + " " + calls);
        }

        @Override
        public void degraded(String what, Throwable cause) {
            told.add(what);
        }
    }
}
