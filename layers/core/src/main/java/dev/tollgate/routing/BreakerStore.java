package dev.tollgate.routing;

import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.Map;
import java.util.Optional;

/// What sandboxes tell each other of their targets. Every method is one round trip, and throws [dev.tollgate.config.StoreUnavailable] if the store does not answer.
///
/// Calls are counted in windows of [#WINDOW], which begin at whole multiples of it since 1970.
public interface BreakerStore {
    Duration WINDOW = Duration.ofSeconds(10);

    /// No opening lasts longer. One that seems to was written by a clock that is far ahead, and counts as over.
    Duration LONGEST = Duration.ofMinutes(2);

    /// How long an opening is remembered after its end. Then the target counts as closed.
    Duration MEMORY = Duration.ofMinutes(10);

    /// The number of the window that a time is in.
    static long window(Instant now) {
        return Math.floorDiv(now.toEpochMilli(), WINDOW.toMillis());
    }

    /// What is known of targets; those that nothing is known of are left out.
    Map<Target, State> read(Collection<Target> targets, Instant now);

    /// Adds what was seen since the last report to the window that `now` is in.
    ///
    /// @return the target's state, this report included
    State report(Target target, Counts counts, Instant now);

    /// Keeps everybody from a target until then, unless it is closed for longer already.
    void open(Target target, Opening opening, Instant now);

    /// Takes the one probe of a target whose opening is over.
    ///
    /// @param lease how long nobody else gets it
    /// @return false if another has it, or the target is open (again) or closed; after a cooldown it is closed
    boolean probe(Target target, Duration lease, Instant now);

    /// A probe has shown that the target answers: its opening and the counts before it are forgotten.
    void close(Target target, Instant now);

    /// @param opening empty if the target was never opened, or closed since
    /// @param recent calls of the current window and the one before
    record State(Optional<Opening> opening, Counts recent) {
        /// Nothing is known.
        public static final State NONE = new State(Optional.empty(), Counts.NONE);
    }

    /// @param until when a probe may be made; stores keep it to the millisecond
    /// @param cause for people and for the caller's error
    /// @param streak how often it was opened in a row, from 1; 0 for a cooldown, which the provider has asked for: it is over by itself, without a probe
    record Opening(Instant until, Failure.Kind cause, int streak) {
        public static Opening cooldown(Instant until) {
            return new Opening(until, Failure.Kind.RATE_LIMITED, 0);
        }

        public boolean isCooldown() {
            return streak == 0;
        }

        /// Whether it keeps everybody away at that time.
        public boolean holds(Instant now) {
            return now.isBefore(until) && !now.isBefore(until.minus(LONGEST));
        }

        /// Whether it tells nothing any more at that time.
        public boolean isForgotten(Instant now) {
            return !holds(now) && (isCooldown() || !now.isBefore(until.plus(MEMORY)));
        }
    }

    /// Calls of a target, and how many of them failed by its fault.
    record Counts(long calls, long failures) {
        public static final Counts NONE = new Counts(0, 0);

        public boolean isNone() {
            return equals(NONE);
        }

        public Counts plus(Counts other) {
            return new Counts(calls + other.calls, failures + other.failures);
        }
    }
}
