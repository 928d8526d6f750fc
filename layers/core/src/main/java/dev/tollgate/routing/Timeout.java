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
        if (call.deadline().hasPassed(timing.now())) {
            return new Failed(
                    Failure.unsent(
                            Kind.TIMEOUT,
                            Kind.TIMEOUT.remedy(),
                            "no time was left to ask",
                            Optional.empty()));
        }
        boolean tokenIsSooner = call.streamed() && firstToken.compareTo(attempt) < 0;
        return next.send(call.within(new Limits(tokenIsSooner ? firstToken : attempt, stall)));
    }
}
