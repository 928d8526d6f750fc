package dev.tollgate.routing;

import dev.tollgate.config.Timing;
import dev.tollgate.routing.Breaker.Verdict;
import dev.tollgate.routing.Breakers.Admission;
import dev.tollgate.routing.Failure.Kind;
import dev.tollgate.routing.Outcome.Answered;
import dev.tollgate.routing.Outcome.Failed;
import java.time.Duration;
import java.time.Instant;

/// Sends nothing to a target whose breaker is open, and tells the breaker how it went.
///
/// What counts is what the call got in the end, retries included: a target that answers at the second try serves, and an alias with many
/// retries must not make it look worse than one with none.
///
/// To have tokens counted costs nothing, may be done without asking anybody, and so says nothing: it passes.
///
/// @param enough how long a target must have had until its silence counts against it
/// @param once the target without retries, for the probe: it is one request
record Guard(
        Target target,
        Breakers breakers,
        Enough enough,
        Timing timing,
        Upstream next,
        Upstream once)
        implements Upstream {

    @Override
    public Outcome send(Call call) {
        if (call.operation() == Call.Operation.COUNT_TOKENS) {
            return next.send(call);
        }
        return switch (breakers.admit(target)) {
            case Admission.Refused(Failure failure) -> new Failed(failure);
            case Admission.Admitted(boolean probe) -> sent(call, probe);
        };
    }

    private Outcome sent(Call call, boolean probe) {
        Instant start = timing.now();
        Verdict verdict = new Verdict.Unknown();
        try {
            Outcome outcome = probe ? once.send(call) : next.send(call);
            verdict = verdict(outcome, call, timing.since(start));
            return outcome;
        } finally {
            breakers.ended(target, probe, verdict);
        }
    }

    private Verdict verdict(Outcome outcome, Call call, Duration took) {
        return switch (outcome) {
            case Answered _ -> new Verdict.Well();
            case Failed(Failure failure) ->
                    failure.wasNeverSent()
                                    || call.attempts().calledOff()
                                    || Thread.currentThread().isInterrupted()
                            ? new Verdict.Unknown()
                            : verdict(failure, took.compareTo(enough.of(call)) >= 0);
        };
    }

    private static Verdict verdict(Failure failure, boolean hadTime) {
        Kind kind = failure.kind();
        boolean heard = failure.status() != 0;
        return switch (kind) {
            case SERVER_ERROR, OVERLOADED -> new Verdict.Failed(kind);
            // a caller in a hurry says nothing of the target
            case TIMEOUT -> heard || hadTime ? new Verdict.Failed(kind) : new Verdict.Unknown();
            // with a Retry-After, it is a cooldown: see Cooling
            case RATE_LIMITED ->
                    failure.retryAfter().isEmpty()
                            ? new Verdict.Failed(kind)
                            : new Verdict.Unknown();
            // without a status, it is we who have no key to show
            case AUTH, QUOTA -> heard ? new Verdict.Refused(kind) : new Verdict.Unknown();
            // also of what a call itself names, such as a file: nothing that others would suffer
            // from
            case NOT_FOUND, CONTEXT_LENGTH, CONTENT_POLICY, BAD_REQUEST -> new Verdict.Spoke();
        };
    }

    /// @param streamed until the first token
    record Enough(Duration buffered, Duration streamed) {
        Duration of(Call call) {
            return call.streamed() ? streamed : buffered;
        }
    }
}
