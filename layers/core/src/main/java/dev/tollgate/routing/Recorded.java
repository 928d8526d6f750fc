package dev.tollgate.routing;

import dev.tollgate.config.Timing;
import dev.tollgate.routing.Failure.Kind;
import dev.tollgate.routing.Outcome.Answered;
import dev.tollgate.routing.Outcome.Failed;
import java.time.Instant;
import java.util.Optional;

/// Writes down every attempt at one target. It stands next to the provider, so that whatever is sent is counted. What was called off before it was sent
/// is not: it would pass for a request that had no answer in time.
public record Recorded(Target target, Timing timing, Upstream next) implements Upstream {

    public static Upstream around(Upstream next, Target target, Timing timing) {
        return new Recorded(target, timing, next);
    }

    @Override
    public Outcome send(Call call) {
        Instant start = timing.now();
        call.attempts().begin(target, start);
        Outcome outcome = next.send(call);
        if (outcome instanceof Failed(Failure failure)
                && failure.kind() == Kind.TIMEOUT
                && failure.wasNeverSent()) {
            call.attempts().forget();
            return outcome;
        }
        Optional<Attempt.Cause> cause =
                switch (outcome) {
                    case Answered _ -> Optional.empty();
                    case Failed(Failure failure) ->
                            Optional.of(
                                    new Attempt.Cause(
                                            failure.kind(), failure.status(), failure.message()));
                };
        call.attempts().add(new Attempt(target, start, timing.since(start), cause));
        return outcome;
    }
}
