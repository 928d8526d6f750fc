package dev.tollgate.testkit.store;

import dev.tollgate.routing.BreakerStore;

final class InMemoryBreakerStoreTest extends BreakerStoreContract {
    @Override
    protected BreakerStore empty() {
        return new InMemoryBreakerStore();
    }

    @Override
    protected BreakerStore failing() {
        InMemoryBreakerStore failing = new InMemoryBreakerStore();
        failing.failing(true);
        return failing;
    }
}
