package dev.tollgate.cache;

import java.time.Instant;
import java.util.Optional;

/// Where answers are kept for the exact cache. Every method is one round trip, and throws [StoreUnavailable] if the store does not answer.
public interface CacheStore {
    /// The largest answer that is kept, compressed; a DynamoDB item ends at 400 KB.
    int MAX_BYTES = 350_000;

    Optional<Stored> get(String key, Instant now);

    /// Keeps an answer in place of what was kept under the key.
    void put(String key, Stored stored, Instant now);

    /// @param answer as `KeptCodec` writes it, at most [#MAX_BYTES]
    /// @param freshUntil after which it is stale
    /// @param goneAt after which nobody gets it
    record Stored(byte[] answer, Instant freshUntil, Instant goneAt) {}
}
