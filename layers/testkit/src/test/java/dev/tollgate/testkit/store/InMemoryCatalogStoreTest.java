package dev.tollgate.testkit.store;

import dev.tollgate.catalog.CatalogStore;

final class InMemoryCatalogStoreTest extends CatalogStoreContract {
    @Override
    protected CatalogStore empty() {
        return new InMemoryCatalogStore();
    }

    @Override
    protected CatalogStore failing() {
        InMemoryCatalogStore failing = new InMemoryCatalogStore();
        failing.failing(true);
        return failing;
    }
}
