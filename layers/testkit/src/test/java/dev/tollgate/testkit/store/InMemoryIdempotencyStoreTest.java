package dev.tollgate.testkit.store;

import dev.tollgate.cache.IdempotencyStore;

final class InMemoryIdempotencyStoreTest extends IdempotencyStoreContract {
    private final InMemoryIdempotencyStore store = new InMemoryIdempotencyStore();

    @Override
    protected IdempotencyStore store() {
        return store;
    }

    @Override
    protected IdempotencyStore failing() {
        InMemoryIdempotencyStore failing = new InMemoryIdempotencyStore();
        failing.failing(true);
        return failing;
    }
}
