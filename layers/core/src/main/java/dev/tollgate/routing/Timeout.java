package dev.tollgate.routing;

import dev.tollgate.routing.Call.Limits;
import java.time.Duration;

/// Bounds how long one attempt may take: a buffered one until its answer is complete, a streamed one until its first token. /// The provider at the end of the stack enforces it, for only there is a connection that can be broken.
/// After that, a stream may pause for `stall` at most.
record Timeout(Duration attempt, Duration firstToken, Duration stall, Upstream next)
        implements Upstream {

    @Override
    public Outcome send(Call call) {
        boolean tokenIsSooner = call.streamed() && firstToken.compareTo(attempt) < 0;
        return next.send(call.within(new Limits(tokenIsSooner ? firstToken : attempt, stall)));
    }
}
