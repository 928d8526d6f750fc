package dev.tollgate.function.local;

import com.fasterxml.jackson.databind.JsonNode;
import dev.tollgate.catalog.CatalogReader;
import dev.tollgate.catalog.CatalogStore;
import dev.tollgate.catalog.InvalidCatalog;
import dev.tollgate.function.admin.CatalogEdits;
import dev.tollgate.function.admin.CatalogEdits.Change;
import dev.tollgate.function.admin.CatalogFile;
import dev.tollgate.http.Json;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.function.Consumer;

/// Puts catalogues in force by the way that `PUT /admin/catalog` takes.
///
/// @param report takes a line for each thing that people should know of one that is in force now
record CatalogSource(
        CatalogReader reader, CatalogStore store, CatalogEdits edits, Consumer<String> report) {
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
        Change change = edits.put(document, AUTHOR, OptionalLong.empty());
        change.warnings().forEach(report);
        return change.version();
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
