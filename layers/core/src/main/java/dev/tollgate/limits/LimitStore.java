package dev.tollgate.limits;

import java.time.Instant;
import java.util.Collection;
import java.util.Map;
import java.util.Optional;

/// The buckets. Every method is atomic among all sandboxes, and throws [StoreUnavailable] if the store does not answer: then it may have happened or
/// not, and must not be repeated.
///
/// Clocks of sandboxes may differ. If they differ by `s` at most, a rate lets `capacity + window + s` pass in any window, where exact clocks let
/// `capacity + window` pass: a fast clock drains what the others think is still there, once. Holds bear [Limits#HOLD_MARGIN] of difference.
public interface LimitStore {
    /// Takes a share of a bucket if it fits, as a hold or for good.
    Taking take(Take take, Instant now);

    /// Gives a hold back and charges what was used. A hold that was dropped meanwhile is not given back, what was used is charged all the same.
    ///
    /// @return the level after it; empty if the store was too busy, and did nothing
    Optional<Level> settle(Bucket bucket, Optional<Hold> hold, long used, Instant now);

    /// Takes back a charge. A bucket that has less in it stays as it is.
    void refund(Bucket bucket, long amount, Instant now);

    /// A call of this priority waits for room: until then nobody less urgent gets any.
    void await(Bucket bucket, Priority priority, Instant until, Instant now);

    /// Notes that a bucket is used up.
    ///
    /// @return whether nobody has noted it before
    boolean usedUp(Bucket bucket, Instant now);

    /// Looks, and changes nothing.
    ///
    /// @return by the buckets' ids; those that nothing is known of are left out
    Map<String, Level> levels(Collection<Bucket> buckets, Instant now);

    /// @param ceiling what the bucket may hold with it
    /// @param enforced false: it is taken whether it fits or not, and waits for nobody
    /// @param heldUntil until when it is held; empty: it is charged for good
    record Take(
            Bucket bucket,
            long amount,
            long ceiling,
            boolean enforced,
            Optional<Instant> heldUntil,
            Priority priority) {

        public Take {
            if (amount < 0 || (enforced && amount > ceiling)) {
                throw new IllegalArgumentException(
                        "need 0 <= amount <= ceiling, got amount "
                                + amount
                                + ", ceiling "
                                + ceiling);
            }
        }
    }

    sealed interface Taking {
        /// @param level with it
        record Taken(Level level, Optional<Hold> hold) implements Taking {}

        /// It does not fit.
        record Full(Level level) implements Taking {}

        /// Somebody more urgent waits for room.
        ///
        /// @param until then, if they don't say so again
        record Behind(Level level, Instant until) implements Taking {}

        /// The store refused to look, twice, and did nothing: so much is asked of this bucket, or of the store. The other buckets are still asked. Who may
        /// wait asks again; then the call passes uncounted or is refused, as its limit declares for an outage.
        record Busy() implements Taking {}
    }
}
