package dev.tollgate.function.admin;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.tollgate.api.ApiError;
import dev.tollgate.catalog.Catalog;
import dev.tollgate.catalog.CatalogReader;
import dev.tollgate.catalog.CatalogStore;
import dev.tollgate.catalog.InvalidCatalog;
import dev.tollgate.catalog.PriceBook;
import dev.tollgate.config.StoreUnavailable;
import dev.tollgate.config.Timing;
import dev.tollgate.http.Json;
import dev.tollgate.usage.PriceList;
import java.util.List;
import java.util.OptionalLong;

/// The one way by which a catalogue comes into force, from the control plane or from a file: valid or nothing changes,
/// and what changes nothing makes no new version.
///
/// @param prices those that Tollgate comes with
public record CatalogEdits(
        CatalogStore store, CatalogReader reader, PriceList prices, Timing timing) {

    /// Puts a document in force.
    ///
    /// @param author the id of the key that does it
    /// @param expected the version that the author has seen; empty to replace whichever is in force
    /// @throws InvalidCatalog with every problem
    /// @throws ApiError 409 if another version is in force than the one expected, or became so meanwhile; 413 if it is too large
    /// @throws StoreUnavailable if the store does not answer
    public Change put(JsonNode document, String author, OptionalLong expected) {
        Change change = plan(document, expected);
        if (!change.changed()) {
            return change;
        }
        long version = store.put(change.version(), Json.bytes(document), timing.now(), author);
        if (version == 0) {
            throw ApiError.conflict(
                    "Another catalogue was put at the same time, after version %d. Nothing of yours was changed: read it, then put yours again."
                            .formatted(change.version()));
        }
        return new Change(version, true, change.diff(), change.warnings());
    }

    /// What [#put] would do, without doing it. The version is the one in force.
    public Change plan(JsonNode document, OptionalLong expected) {
        Catalog catalog = reader.read(document);
        byte[] json = Json.bytes(document);
        if (json.length > CatalogStore.MAX_DOCUMENT_BYTES) {
            throw ApiError.bodyTooLarge(CatalogStore.MAX_DOCUMENT_BYTES);
        }
        long current = store.currentVersion();
        if (expected.isPresent() && expected.getAsLong() != current) {
            throw ApiError.conflict(
                    "The catalogue is at version %d, not %d. Nothing was changed: read it, then put yours again."
                            .formatted(current, expected.getAsLong()));
        }
        JsonNode before = current == 0 ? Json.object() : Json.tree(store.read(current).document());
        JsonNode after = Json.tree(json);
        return new Change(
                current,
                !before.equals(after),
                CatalogDiff.between(before, after),
                new PriceBook(current, catalog, prices).warnings(timing.now()));
    }

    /// What became of a document, or would become.
    ///
    /// @param version in force now
    /// @param changed false if the document is the one in force
    /// @param diff see [CatalogDiff]
    /// @param warnings one line for each target of the document that has no price; see [PriceBook#warnings]
    public record Change(long version, boolean changed, ObjectNode diff, List<String> warnings) {}
}
