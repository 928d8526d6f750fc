package dev.tollgate.cache;

import java.time.Instant;

/// Which requests were sent under an idempotency key, and what they were answered. Every method is one round trip, or two where a large answer is
/// kept or told, and throws [StoreUnavailable] if the
/// store does not answer.
public interface IdempotencyStore {
    /// Claims a key for a request, in one atomic step.
    ///
    /// @param id tenant and key, hashed
    /// @param fingerprint of the request
    /// @param owner a text that nobody else claims with
    /// @param leaseUntil when the claim of an owner who says nothing more is void
    Claim claim(String id, String fingerprint, String owner, Instant leaseUntil, Instant now);

    /// Stores the answer under a claim that is still its owner's. Nothing happens if it is not.
    ///
    /// @param answer as `KeptCodec` writes it; empty if it is too large to be kept
    void complete(String id, String owner, byte[] answer, Instant keptUntil, Instant now);

    /// Gives up a claim that is still its owner's: nothing was answered, and a repeat may try again.
    void release(String id, String owner);

    sealed interface Claim {
        /// The caller is the one to execute the request.
        record Mine() implements Claim {}

        /// Another executes it.
        ///
        /// @param leaseUntil when it is over at the latest
        record InFlight(Instant leaseUntil) implements Claim {}

        /// It was answered.
        record Done(byte[] answer) implements Claim {}

        /// The key was used for another request.
        record Mismatch() implements Claim {}
    }
}
