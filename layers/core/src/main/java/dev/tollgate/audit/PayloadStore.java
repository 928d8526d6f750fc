package dev.tollgate.audit;

import dev.tollgate.config.StoreUnavailable;
import java.time.Instant;
import java.util.Optional;

/// Where payloads are kept.
public interface PayloadStore {
    /// The largest payload: two bodies, and what is told around them.
    int MAX_BYTES = 2 * Body.MAX_BYTES + 100_000;

    /// Keeps a payload: all of it, or nothing that anybody can see.
    ///
    /// @throws StoreUnavailable if it could not be written
    void put(Payload payload);

    /// A team's payload of a call; empty if none was kept, or no longer is.
    ///
    /// @throws StoreUnavailable if the store does not answer
    Optional<Payload> find(String team, String id, Instant now);
}
