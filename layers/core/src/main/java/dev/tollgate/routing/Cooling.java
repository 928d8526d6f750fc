package dev.tollgate.routing;

import dev.tollgate.routing.Failure.Kind;
import dev.tollgate.routing.Outcome.Failed;

/// Hears a target ask to be left alone for a while (429 with Retry-After), and sees to it that other calls do so. The call itself is [Retry]'s to hold
/// back: so this stands inside of it, and the others hear at once.
record Cooling(Target target, Breakers breakers, Upstream next) implements Upstream {

    @Override
    public Outcome send(Call call) {
        Outcome outcome = next.send(call);
        if (outcome instanceof Failed(Failure failure)
                && failure.kind() == Kind.RATE_LIMITED
                && !failure.wasNeverSent()) {
            failure.retryAfter().ifPresent(time -> breakers.cool(target, time));
        }
        return outcome;
    }
}
