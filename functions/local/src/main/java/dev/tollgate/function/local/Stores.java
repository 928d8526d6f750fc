package dev.tollgate.function.local;

import dev.tollgate.catalog.CatalogStore;
import dev.tollgate.identity.KeyStore;
import dev.tollgate.ledger.Ledger;

/// Where everything is kept.
record Stores(KeyStore keys, CatalogStore catalogs, Ledger ledger) {}
