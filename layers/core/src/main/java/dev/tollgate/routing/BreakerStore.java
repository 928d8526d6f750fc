package dev.tollgate.routing;

import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.Map;
import java.util.Optional;

/// What sandboxes tell each other of their targets. Every method is one round trip, and throws [StoreUnavailable] if the store does not answer.
public interface BreakerStore {
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
    /// @return false if another has it, or the target is open (again) or closed
    boolean probe(Target target, Duration lease, Instant now);

    /// A probe has shown that the target answers: its opening and the counts before it are forgotten.
    void close(Target target, Instant now);

    /// @param opening empty if the target was never opened, or closed since
    /// @param recent calls of the current window and the one before
    record State(Optional<Opening> opening, Counts recent) {}

    /// @param until when a probe may be made
    /// @param cause for people and for the caller's error
    /// @param streak how often it was opened in a row, from 1
    record Opening(Instant until, Failure.Kind cause, int streak) {}

    /// Calls of a target, and how many of them failed by its fault.
    record Counts(long calls, long failures) {
        public static final Counts NONE = new Counts(0, 0);

        public Counts plus(Counts other) {
            return new Counts(calls + other.calls, failures + other.failures);
        }
    }
}
