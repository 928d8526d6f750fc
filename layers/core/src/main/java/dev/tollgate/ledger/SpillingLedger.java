package dev.tollgate.ledger;

import dev.tollgate.config.Fuse;
import dev.tollgate.config.StoreUnavailable;
import dev.tollgate.config.Timing;
import java.time.Instant;
import java.util.Optional;
import java.util.function.Consumer;

/// A ledger that never loses a record: what the store does not take becomes one `ledger_spill` log line, from which it can be replayed.
///
/// While the store is down, records are spilled at once: no call waits for a store that the last one waited for in vain.
public record SpillingLedger(Ledger store, Fuse fuse, Timing timing, LedgerObserver observer)
        implements Ledger {

    public SpillingLedger(Ledger store, Timing timing, LedgerObserver observer) {
        this(store, new Fuse(timing), timing, observer);
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
        if (!fuse.isWhole()) {
            observer.spilled(record, new StoreUnavailable("not asked: it has just failed"));
            return true;
        }
        Instant asked = timing.now();
        try {
            boolean changed = write.run();
            fuse.held();
            return changed;
        } catch (StoreUnavailable e) {
            fuse.blew(asked);
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
}
