package dev.tollgate;

import dev.tollgate.audit.PayloadStore;
import dev.tollgate.cache.CacheStore;
import dev.tollgate.cache.IdempotencyStore;
import dev.tollgate.catalog.CatalogStore;
import dev.tollgate.identity.KeyStore;
import dev.tollgate.ledger.Ledger;
import dev.tollgate.limits.LimitStore;
import dev.tollgate.rollup.RollupStore;
import dev.tollgate.routing.BreakerStore;

/// Where everything is kept.
public record Stores(
        KeyStore keys,
        CatalogStore catalogs,
        Ledger ledger,
        LimitStore limits,
        BreakerStore breakers,
        CacheStore cache,
        IdempotencyStore idempotency,
        PayloadStore payloads,
        RollupStore rollups) {}
