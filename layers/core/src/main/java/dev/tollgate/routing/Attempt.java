package dev.tollgate.routing;

import dev.tollgate.usage.Usage;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/// One request sent to one target.
///
/// @param took until the answer's commit point, or until it failed
/// @param failure empty if it answered
/// @param wasted what it has probably used without giving an answer; part of the call's usage and cost
public record Attempt(
        Target target, Instant startedAt, Duration took, Optional<Cause> failure, Usage wasted) {

    /// An attempt that wasted nothing, as far as is known.
    public Attempt(Target target, Instant startedAt, Duration took, Optional<Cause> failure) {
        this(target, startedAt, took, failure, Usage.none());
    }

    public Attempt wasting(Usage used) {
        return new Attempt(target, startedAt, took, failure, used);
    }

    /// Whether it was sent, and nothing came back before its time was over.
    public boolean hadNoAnswerInTime() {
        return failure.filter(cause -> cause.kind() == Failure.Kind.TIMEOUT && cause.status() == 0)
                .isPresent();
    }

    /// Why it failed, as the ledger keeps it.
    ///
    /// @param status the provider's HTTP status, 0 if there was none
    public record Cause(Failure.Kind kind, int status, String message) {}
}
