package dev.tollgate.testkit.store;

import dev.tollgate.rollup.RollupStore;

final class InMemoryRollupStoreTest extends RollupStoreContract {
    @Override
    protected RollupStore empty() {
        return new InMemoryRollupStore();
    }

    @Override
    protected RollupStore failing() {
        InMemoryRollupStore failing = new InMemoryRollupStore();
        failing.failing(true);
        return failing;
    }
}
