package dev.tollgate.function.local;

import dev.tollgate.config.StoreUnavailable;

/// Where changes of the ledger come from on one machine.
@FunctionalInterface
interface ChangeSource {
    /// Folds what is there into the roll-ups. By one thread at a time.
    ///
    /// @return whether something was; if not, all that was written before the call is folded
    /// @throws StoreUnavailable if that did not work; what was not folded comes again
    boolean round();
}
