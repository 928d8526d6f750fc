package dev.tollgate.rollup;

import dev.tollgate.config.StoreObserver;

/// Told of what roll-ups can't hold, and of what was settled for those who never will.
public interface RollupObserver extends StoreObserver {
    /// A change of the ledger can't be read: it counts in the ledger, and in no roll-up.
    ///
    /// @param where the record's key in the ledger
    void rollupSkipped(String where, Throwable cause);

    /// Calls were given up and settled with what was expected of them.
    ///
    /// @param calls how many, at least one
    void swept(String team, int calls);
}
