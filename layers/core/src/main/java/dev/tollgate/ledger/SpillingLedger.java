package dev.tollgate.ledger;

import dev.tollgate.config.StoreUnavailable;
import java.time.Instant;
import java.util.Optional;
import java.util.function.Consumer;

/// A ledger that never loses a record: what the store does not take becomes one `ledger_spill` log line, from which it can be replayed.
public record SpillingLedger(Ledger store, LedgerObserver observer) implements Ledger {

    @Override
    public void open(LedgerRecord pending) {
        try {
            store.open(pending);
        } catch (StoreUnavailable e) {
            observer.spilled(pending, e);
        }
    }

    @Override
    public boolean settle(LedgerRecord settled) {
        try {
            return store.settle(settled);
        } catch (
                RuntimeException
                        e) { // a bug, too: the call is over, and its record must not be lost
            observer.spilled(settled, e);
            return true;
        }
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
