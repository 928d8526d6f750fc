package dev.tollgate.routing;

import dev.tollgate.config.Timing;
import dev.tollgate.routing.Failure.Kind;
import dev.tollgate.routing.Failure.Remedy;
import dev.tollgate.routing.Outcome.Failed;
import java.time.Duration;
import java.util.Optional;

/// Goes as slow as [Pace] says: a call that has another target left goes there, others wait. Once a call: what [Retry] sends again has waited already.
record Paced(Target target, Pace pace, Timing timing, Upstream next) implements Upstream {
    /// A wait that is not worth another target.
    static final Duration NOTHING_MUCH = Duration.ofMillis(50);

    @Override
    public Outcome send(Call call) {
        Duration wait = pace.delay(target);
        if (!call.patient() && wait.compareTo(NOTHING_MUCH) > 0) {
            return new Failed(
                    Failure.unsent(
                            Kind.RATE_LIMITED,
                            Remedy.SAME_TARGET,
                            "%s is asked slowly, for its quota is nearly used up; the next call is due in %d ms"
                                    .formatted(target, wait.toMillis()),
                            Optional.of(wait)));
        }
        Pause pause = new Pause(pace.take(target));
        if (pause.time().isPositive() && pause.fits(call, timing)) {
            pause.sleep(timing);
        }
        return next.send(call);
    }
}
