package dev.tollgate.ledger;

import dev.tollgate.config.Fuse;
import dev.tollgate.config.StoreUnavailable;
import dev.tollgate.config.Timing;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Predicate;

/// A ledger that never loses a record: what the store does not take becomes one `ledger_spill` log line, from which it can be replayed.
///
/// While the store lets calls wait in vain, records are spilled at once. One that fails at once is asked again: that costs nothing.
public record SpillingLedger(Ledger store, Fuse fuse, Timing timing, LedgerObserver observer)
        implements Ledger {
    static final Duration IN_VAIN = Duration.ofMillis(500);

    public SpillingLedger(Ledger store, Timing timing, LedgerObserver observer) {
        this(
                store,
                new Fuse("records are spilled without asking the ledger", timing, observer),
                timing,
                observer);
    }

    @Override
    public void open(LedgerRecord pending) {
        written(
                pending,
                () -> {
                    store.open(pending);
                    return true;
                });
    }

    @Override
    public boolean settle(LedgerRecord settled) {
        return written(settled, () -> store.settle(settled));
    }

    private boolean written(LedgerRecord record, Write write) {
        if (!fuse.letsPass()) {
            observer.spilled(record, new StoreUnavailable("not asked: it has just failed"));
            return true;
        }
        Instant asked = timing.now();
        try {
            boolean changed = write.run();
            fuse.held();
            return changed;
        } catch (StoreUnavailable e) {
            if (timing.since(asked).compareTo(IN_VAIN) >= 0) {
                fuse.blew(e);
            }
            observer.spilled(record, e);
        } catch (RuntimeException bug) { // the record must not be lost by it
            observer.spilled(record, bug);
        }
        return true;
    }

    @FunctionalInterface
    private interface Write {
        /// @return false if the record was there already
        boolean run();
    }

    @Override
    public Optional<LedgerRecord> find(String team, String id) {
        return store.find(team, id);
    }

    @Override
    public void scan(String team, Instant from, Instant to, Consumer<LedgerRecord> each) {
        store.scan(team, from, to, each);
    }

    @Override
    public void descend(
            String team,
            Instant from,
            Instant to,
            Optional<String> before,
            Predicate<LedgerRecord> more) {
        store.descend(team, from, to, before, more);
    }
}
