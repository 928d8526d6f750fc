package dev.tollgate.testkit.store;

import dev.tollgate.config.StoreUnavailable;

/// A switch that makes a store fail.
final class Outage {
    private final String store;
    private volatile boolean on;

    Outage(String store) {
        this.store = store;
    }

    void set(boolean failing) {
        on = failing;
    }

    /// @throws StoreUnavailable while the switch is on
    void check() {
        if (on) {
            throw new StoreUnavailable(
                    store + " is switched off", new IllegalStateException("failing on demand"));
        }
    }
}
