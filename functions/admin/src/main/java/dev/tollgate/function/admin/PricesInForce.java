package dev.tollgate.function.admin;

import com.fasterxml.jackson.databind.JsonNode;
import dev.tollgate.catalog.Catalog;
import dev.tollgate.catalog.CatalogReader;
import dev.tollgate.catalog.CatalogStore;
import dev.tollgate.catalog.InvalidCatalog;
import dev.tollgate.catalog.PriceBook;
import dev.tollgate.http.Json;
import dev.tollgate.usage.PriceList;
import java.util.function.Supplier;

/// The prices of the catalogue that is in force at this moment.
///
/// @param builtIn those that Tollgate comes with
record PricesInForce(CatalogStore store, CatalogReader reader, PriceList builtIn)
        implements Supplier<PriceBook> {

    @Override
    public PriceBook get() {
        long version = store.currentVersion();
        Catalog catalog =
                version == 0
                        ? Catalog.empty()
                        : reader.read(Json.tree(store.read(version).document()));
        return new PriceBook(version, catalog, builtIn);
    }

    /// Those of a catalogue that is not in force. Its version is 0.
    ///
    /// @throws InvalidCatalog with every problem
    PriceBook of(JsonNode document) {
        return new PriceBook(0, reader.read(document), builtIn);
    }
}
