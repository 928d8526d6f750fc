package dev.tollgate.function.local;

import com.fasterxml.jackson.databind.JsonNode;
import dev.tollgate.catalog.CatalogReader;
import dev.tollgate.catalog.CatalogStore;
import dev.tollgate.catalog.InvalidCatalog;
import dev.tollgate.function.admin.CatalogEdits;
import dev.tollgate.function.admin.CatalogFile;
import dev.tollgate.http.Json;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.SortedSet;
import java.util.TreeSet;

/// Puts catalogues in force by the way that `PUT /admin/catalog` takes.
record CatalogSource(CatalogReader reader, CatalogStore store, CatalogEdits edits) {
    private static final String AUTHOR = "local";
    private static final String FAVOURITE = "chat-standard";

    /// Puts a file in force, YAML or JSON.
    ///
    /// @return the version in force now
    /// @throws InvalidCatalog with every problem
    long publish(byte[] file) {
        return publish(CatalogFile.read(file));
    }

    long publish(JsonNode document) {
        return edits.put(document, AUTHOR, OptionalLong.empty()).version();
    }

    /// An alias of the catalogue in force to show people, if it has any.
    Optional<String> alias() {
        long version = store.currentVersion();
        if (version == 0) {
            return Optional.empty();
        }
        SortedSet<String> aliases =
                new TreeSet<>(
                        reader.read(Json.tree(store.read(version).document())).aliases().keySet());
        return aliases.contains(FAVOURITE) ? Optional.of(FAVOURITE) : aliases.stream().findFirst();
    }
}
