package dev.tollgate.function.usage;

import dev.tollgate.catalog.CatalogReader;
import dev.tollgate.catalog.CatalogStore;
import dev.tollgate.http.Json;
import dev.tollgate.limits.Limit;
import java.util.List;
import java.util.function.Supplier;

/// The limits of the catalogue's newest version, read anew each time: who asks for budgets asks seldom.
record LimitsInForce(CatalogStore store, CatalogReader reader) implements Supplier<List<Limit>> {

    /// @throws dev.tollgate.config.StoreUnavailable if the store does not answer
    @Override
    public List<Limit> get() {
        long version = store.currentVersion();
        return version == 0
                ? List.of()
                : reader.read(Json.tree(store.read(version).document())).limits();
    }
}
