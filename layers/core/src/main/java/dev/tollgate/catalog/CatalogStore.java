package dev.tollgate.catalog;

import dev.tollgate.config.StoreUnavailable;
import java.time.Instant;

/// Where the versions of the catalogue are kept. A version never changes; the newest is the one in force.
public interface CatalogStore {
    /// The number of the version in force, 0 if none was ever put.
    ///
    /// @throws StoreUnavailable if the store does not answer
    long currentVersion();

    /// A version that exists.
    Version read(long version);

    /// Puts the next version in force, if `expected` still is.
    ///
    /// @param document canonical JSON in UTF-8, at most [#MAX_DOCUMENT_BYTES]
    /// @return its number, or 0 if another was put in the meantime
    long put(long expected, byte[] document, Instant now, String author);

    /// The size of a catalogue as JSON; a DynamoDB item ends at 400 KB.
    int MAX_DOCUMENT_BYTES = 350_000;

    /// @param author the id of the key that put it
    record Version(long number, byte[] document, Instant createdAt, String author) {}
}
