package dev.tollgate.testkit.store;

import dev.tollgate.limits.LimitStore;

final class InMemoryLimitStoreTest extends LimitStoreContract {
    private final InMemoryLimitStore store = new InMemoryLimitStore();

    @Override
    protected LimitStore store() {
        return store;
    }

    @Override
    protected LimitStore failing() {
        InMemoryLimitStore failing = new InMemoryLimitStore();
        failing.failing(true);
        return failing;
    }
}
