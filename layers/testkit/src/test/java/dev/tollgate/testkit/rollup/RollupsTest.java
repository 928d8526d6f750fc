package dev.tollgate.testkit.rollup;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.tollgate.config.Timing;
import dev.tollgate.ledger.LedgerRecord;
import dev.tollgate.rollup.Change;
import dev.tollgate.rollup.Compaction;
import dev.tollgate.rollup.Dimension;
import dev.tollgate.rollup.Rollup;
import dev.tollgate.rollup.RollupStore;
import dev.tollgate.rollup.Rollups;
import dev.tollgate.rollup.Sums;
import dev.tollgate.rollup.ViewBounds;
import dev.tollgate.testkit.rollup.Overtaken.At;
import dev.tollgate.testkit.store.InMemoryRollupStore;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;

/// Reads over more days than are held at once.
final class RollupsTest {
    private static final String TEAM = "growth";
    private static final int DAYS = 100;
    private static final LocalDate FIRST = LocalDate.of(2026, 8, 1);
    private static final Instant START = FIRST.atStartOfDay(ZoneOffset.UTC).toInstant();
    private static final Instant END = START.plus(Duration.ofDays(DAYS));
    private static final Set<Dimension> BY = Set.of(Dimension.named("feature"));

    private final InMemoryRollupStore store = new InMemoryRollupStore();
    private final List<Change> changes = new ArrayList<>();
    private final RandomCalls calls =
            new RandomCalls(new Random(7), new RandomCalls.Shape(List.of(TEAM), START, DAYS, 8, 2));

    RollupsTest() {
        fold(1_500);
        merge();
    }

    @Test
    void the_days_of_a_long_period_are_fetched_in_groups() {
        List<Integer> fetched = new ArrayList<>();
        RollupStore counting =
                new Overtaken(store, At.PARTS, () -> {}) {
                    @Override
                    public List<Optional<byte[]>> parts(List<PartKey> keys) {
                        fetched.add((int) keys.stream().map(PartKey::day).distinct().count());
                        return super.parts(keys);
                    }
                };

        List<Sums.Row> rows = new Rollups(counting).read(TEAM, START, END, BY);

        assertEquals(List.of(31, 31, 31, 7), fetched);
        assertEquals(expected(), Set.copyOf(rows));
    }

    @Test
    void a_read_whose_last_days_are_written_over_counts_the_first_ones_once() {
        int[] fetches = {0};
        RollupStore rewritten =
                new Overtaken(store, At.PARTS, () -> {}) {
                    @Override
                    public List<Optional<byte[]>> parts(List<PartKey> keys) {
                        if (++fetches[0] == 3) {
                            fold(300);
                            merge();
                            fold(300);
                            merge();
                        }
                        return super.parts(keys);
                    }
                };

        List<Sums.Row> rows = new Rollups(rewritten).read(TEAM, START, END, BY);

        assertEquals(3 + 4, fetches[0]);
        assertEquals(expected(), Set.copyOf(rows));
        assertEquals(
                LedgerSums.told(changes).tags(TEAM, START, END),
                new Rollups(store).tags(TEAM, START, END));
    }

    private Set<Sums.Row> expected() {
        return Set.copyOf(LedgerSums.told(changes).read(TEAM, START, END, BY));
    }

    private void fold(int count) {
        int from = changes.size();
        for (int call = 0; call < count; call++) {
            Optional<LedgerRecord> before = Optional.empty();
            for (LedgerRecord record : calls.next()) {
                String sequence = Change.sortable(Integer.toString(changes.size() + 1));
                changes.add(new Change(sequence, before, record));
                before = Optional.of(record);
            }
        }
        List<Change> left = List.copyOf(changes.subList(from, changes.size()));
        while (!left.isEmpty()) {
            int done = new Rollup(store).fold("shard", left).done();
            left = left.subList(done, left.size());
        }
    }

    private void merge() {
        Timing timing = new Timing(Clock.fixed(END, ZoneOffset.UTC), _ -> {}, new Random(1));
        Compaction compaction = new Compaction(store, timing, ViewBounds.DEFAULT);
        for (int day = 0; day < DAYS; day++) {
            compaction.merge(TEAM, FIRST.plusDays(day));
        }
    }
}
