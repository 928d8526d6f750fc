package dev.tollgate.function.gateway;

import dev.tollgate.catalog.CatalogStore;
import dev.tollgate.identity.KeyStore;
import dev.tollgate.ledger.Ledger;
import dev.tollgate.testkit.store.InMemoryBreakerStore;
import dev.tollgate.testkit.store.InMemoryCacheStore;
import dev.tollgate.testkit.store.InMemoryIdempotencyStore;
import dev.tollgate.testkit.store.InMemoryLimitStore;

/// Stores of which a test fills three, and the others begin empty.
final class InMemory {
    private InMemory() {}

    static Stores stores(KeyStore keys, CatalogStore catalogs, Ledger ledger) {
        return new Stores(
                keys,
                catalogs,
                ledger,
                new InMemoryLimitStore(),
                new InMemoryBreakerStore(),
                new InMemoryCacheStore(),
                new InMemoryIdempotencyStore());
    }
}
