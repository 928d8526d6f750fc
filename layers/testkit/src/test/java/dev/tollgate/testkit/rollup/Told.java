package dev.tollgate.testkit.rollup;

import dev.tollgate.ledger.LedgerRecord;
import dev.tollgate.rollup.Change;
import dev.tollgate.testkit.rollup.RandomCalls.Shape;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.random.RandomGenerator;
import java.util.random.RandomGeneratorFactory;

/// Calls of one team and day, and what a stream of one shard tells of them.
final class Told {
    static final String TEAM = "growth";
    static final LocalDate DAY = LocalDate.of(2026, 11, 23);
    static final Instant START = Instant.parse("2026-11-23T00:00:00Z");
    static final Instant END = Instant.parse("2026-11-24T00:00:00Z");

    private final RandomGenerator random = RandomGeneratorFactory.of("L64X128MixRandom").create(11);
    private final RandomCalls calls =
            new RandomCalls(random, new Shape(List.of(TEAM), START, 1, 8, 2));
    private final List<Change> changes = new ArrayList<>();
    private long sequence = 1;

    /// Tells of more calls.
    ///
    /// @return what is new
    List<Change> more(int count) {
        int from = changes.size();
        for (int call = 0; call < count; call++) {
            Optional<LedgerRecord> before = Optional.empty();
            for (LedgerRecord record : calls.next()) {
                changes.add(new Change(sequence(), before, record));
                before = Optional.of(record);
            }
        }
        return List.copyOf(changes.subList(from, changes.size()));
    }

    private String sequence() {
        return Change.sortable(Long.toString(sequence++));
    }

    List<Change> all() {
        return List.copyOf(changes);
    }

    LedgerSums sums() {
        return LedgerSums.told(changes);
    }
}
