package dev.tollgate.testkit.store;

import dev.tollgate.Stores;
import dev.tollgate.catalog.CatalogStore;
import dev.tollgate.identity.KeyStore;
import dev.tollgate.ledger.Ledger;

/// All stores, in memory.
public final class InMemoryStores {
    private InMemoryStores() {}

    public static Stores empty() {
        return of(new InMemoryKeyStore(), new InMemoryCatalogStore(), new InMemoryLedger());
    }

    /// Three that are there already; the others begin empty.
    public static Stores of(KeyStore keys, CatalogStore catalogs, Ledger ledger) {
        return new Stores(
                keys,
                catalogs,
                ledger,
                new InMemoryLimitStore(),
                new InMemoryBreakerStore(),
                new InMemoryCacheStore(),
                new InMemoryIdempotencyStore(),
                new InMemoryPayloadStore(),
                new InMemoryRollupStore());
    }
}
