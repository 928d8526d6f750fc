package dev.tollgate.routing;

import dev.tollgate.config.Timing;
import dev.tollgate.routing.Call.Limits;
import dev.tollgate.routing.Failure.Kind;
import dev.tollgate.routing.Outcome.Failed;
import java.time.Duration;
import java.util.Optional;

/// Bounds how long one attempt may take: a buffered one until its answer is complete, a streamed one until its first token.
/// After that, a stream may pause for `stall` at most. The end of the stack enforces it, for only there is a connection that can be broken.
///
/// A call whose deadline has passed is not sent at all, and no attempt of it is recorded.
record Timeout(Duration attempt, Duration firstToken, Duration stall, Timing timing, Upstream next)
        implements Upstream {

    @Override
    public Outcome send(Call call) {
        Duration left = call.answerBy().remaining(timing.now());
        if (left.isZero()) {
            return new Failed(
                    Failure.unsent(
                            Kind.TIMEOUT,
                            Kind.TIMEOUT.remedy(),
                            "no time was left to ask",
                            Optional.empty()));
        }
        Duration own = call.streamed() ? sooner(firstToken, attempt) : attempt;
        return next.send(call.within(new Limits(sooner(own, left), stall)));
    }

    private static Duration sooner(Duration one, Duration other) {
        return one.compareTo(other) < 0 ? one : other;
    }
}
