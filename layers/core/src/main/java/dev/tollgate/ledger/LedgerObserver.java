package dev.tollgate.ledger;

import dev.tollgate.config.StoreObserver;

/// Told of what happens to records.
public interface LedgerObserver extends StoreObserver {
    /// A call has ended and is settled.
    void settled(LedgerRecord record);

    /// A record could not be written: what is made of this holds all of it, so that it can be replayed.
    void spilled(LedgerRecord record, Throwable cause);
}
