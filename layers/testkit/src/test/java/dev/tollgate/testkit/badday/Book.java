package dev.tollgate.testkit.badday;

import dev.tollgate.ledger.Ledger;
import dev.tollgate.ledger.LedgerRecord;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Predicate;

/// The ledger of a day, which counts how often each record was settled.
final class Book {
    private final Map<String, LedgerRecord> records = new HashMap<>();
    private final Map<String, Integer> settlements = new HashMap<>();

    /// The ledger, as seen at the end of a wire.
    Ledger over(Wire wire) {
        return new Ledger() {
            @Override
            public void open(LedgerRecord pending) {
                wire.there(() -> {
                    records.putIfAbsent(pending.id(), pending);
                });
            }

            @Override
            public boolean settle(LedgerRecord settled) {
                return wire.there(() -> settleNow(settled));
            }

            @Override
            public Optional<LedgerRecord> find(String team, String id) {
                return Optional.ofNullable(records.get(id));
            }

            @Override
            public void scan(String team, Instant from, Instant to, Consumer<LedgerRecord> each) {
                records.values().forEach(each);
            }

            @Override
            public void descend(
                    String team,
                    Instant from,
                    Instant to,
                    Optional<String> before,
                    Predicate<LedgerRecord> more) {
                records.values().stream().takeWhile(more).forEach(_ -> {});
            }
        };
    }

    /// What came as a log line.
    void replay(LedgerRecord spilled) {
        if (spilled.settlement().isPresent()) {
            settleNow(spilled);
        } else {
            records.putIfAbsent(spilled.id(), spilled);
        }
    }

    private boolean settleNow(LedgerRecord settled) {
        settlements.merge(settled.id(), 1, Integer::sum);
        LedgerRecord before = records.get(settled.id());
        if (before != null && before.settlement().isPresent()) {
            return false;
        }
        records.put(settled.id(), settled);
        return true;
    }

    Optional<LedgerRecord> find(String id) {
        return Optional.ofNullable(records.get(id));
    }

    /// How often somebody tried to settle it.
    int settlements(String id) {
        return settlements.getOrDefault(id, 0);
    }

    /// The cost of all that is settled.
    long nanoUsd() {
        return records.values().stream()
                .flatMap(record -> record.settlement().stream())
                .mapToLong(end -> end.cost().knownNanoUsd())
                .sum();
    }

    int size() {
        return records.size();
    }
}
