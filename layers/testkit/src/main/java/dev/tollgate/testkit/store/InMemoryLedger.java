package dev.tollgate.testkit.store;

import dev.tollgate.ledger.Ledger;
import dev.tollgate.ledger.LedgerRecord;
import dev.tollgate.rollup.Change;
import java.time.Instant;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;
import java.util.function.Predicate;
import java.util.function.Supplier;

/// A ledger that lives as long as its process. It keeps the newest [#MAX_RECORDS] records.
public final class InMemoryLedger implements Ledger {
    public static final int MAX_RECORDS = 1_000_000;

    private final Outage outage = new Outage("the ledger");
    private final ReentrantLock lock = new ReentrantLock();
    private final Map<Key, LedgerRecord> records =
            new LinkedHashMap<>() {
                private static final long serialVersionUID = 1L;

                @Override
                protected boolean removeEldestEntry(Map.Entry<Key, LedgerRecord> eldest) {
                    return size() > MAX_RECORDS;
                }
            };

    private volatile Consumer<Change> listener = _ -> {};
    private long changes;

    /// While failing, every method throws [StoreUnavailable].
    public void failing(boolean failing) {
        outage.set(failing);
    }

    /// Tells of every change from now on, in order and before it is made: who throws keeps it from being made. What is told must not wait.
    public void onChange(Consumer<Change> each) {
        listener = each;
    }

    @Override
    public void open(LedgerRecord pending) {
        locked(() -> records.containsKey(Key.of(pending)) || put(Optional.empty(), pending));
    }

    @Override
    public boolean settle(LedgerRecord settled) {
        return locked(() -> {
            LedgerRecord before = records.get(Key.of(settled));
            if (before != null && before.settlement().isPresent() && !replaces(settled, before)) {
                return false;
            }
            return put(Optional.ofNullable(before), settled);
        });
    }

    private static boolean replaces(LedgerRecord settled, LedgerRecord before) {
        return before.abandoned() && !settled.abandoned();
    }

    private boolean put(Optional<LedgerRecord> before, LedgerRecord after) {
        listener.accept(new Change(Change.sortable(Long.toString(++changes)), before, after));
        records.put(Key.of(after), after);
        return true;
    }

    @Override
    public Optional<LedgerRecord> find(String team, String id) {
        return locked(() -> Optional.ofNullable(records.get(new Key(team, id))));
    }

    @Override
    public void scan(String team, Instant from, Instant to, Consumer<LedgerRecord> each) {
        between(team, from, to).forEach(each);
    }

    @Override
    public void descend(
            String team,
            Instant from,
            Instant to,
            Optional<String> before,
            Predicate<LedgerRecord> more) {
        List<LedgerRecord> newestFirst =
                between(team, from, to).stream()
                        .filter(record ->
                                before.map(id -> record.id().compareTo(id) < 0).orElse(true))
                        .sorted(Comparator.comparing(LedgerRecord::id).reversed())
                        .toList();
        for (LedgerRecord record : newestFirst) {
            if (!more.test(record)) {
                return;
            }
        }
    }

    private List<LedgerRecord> between(String team, Instant from, Instant to) {
        return locked(() ->
                records.values().stream()
                        .filter(record -> record.team().equals(team))
                        .filter(record -> !record.startedAt().isBefore(from))
                        .filter(record -> record.startedAt().isBefore(to))
                        .toList());
    }

    /// Every record there is, oldest first.
    public List<LedgerRecord> all() {
        return locked(() -> List.copyOf(records.values()));
    }

    private <T> T locked(Supplier<T> work) {
        outage.check();
        lock.lock();
        try {
            return work.get();
        } finally {
            lock.unlock();
        }
    }

    private record Key(String team, String id) {
        static Key of(LedgerRecord record) {
            return new Key(record.team(), record.id());
        }
    }
}
