package dev.tollgate.routing;

import dev.tollgate.config.Timing;
import dev.tollgate.routing.Failure.Remedy;
import dev.tollgate.routing.Outcome.Failed;
import java.time.Duration;

/// Sends a call to the same target again while that may help.
///
/// Before each retry it waits as long as the provider asked, or else by [Backoff]. It gives up at once, leaving the
/// time to the next target, when the wait would be longer than [#MAX_WAIT] or would pass the deadline.
record Retry(int maxRetries, Backoff backoff, Timing timing, Upstream next) implements Upstream {
    static final Duration MAX_WAIT = Duration.ofSeconds(20);

    static Upstream around(Upstream next, int maxRetries, Backoff backoff, Timing timing) {
        return maxRetries == 0 ? next : new Retry(maxRetries, backoff, timing, next);
    }

    @Override
    public Outcome send(Call call) {
        for (int retry = 0; ; retry++) {
            Outcome outcome = next.send(call);
            if (retry == maxRetries
                    || !(outcome instanceof Failed(Failure failure))
                    || failure.remedy() != Remedy.SAME_TARGET
                    || !waited(retry, failure, call)) {
                return outcome;
            }
        }
    }

    /// Waits, unless it would take too long. A thread that is interrupted does not go on to another target either: [Fallback] asks.
    private boolean waited(int retry, Failure failure, Call call) {
        Duration wait =
                failure.retryAfter().orElseGet(() -> backoff.before(retry, timing.random()));
        if (wait.compareTo(MAX_WAIT) > 0
                || wait.compareTo(call.deadline().remaining(timing.now())) >= 0) {
            return false;
        }
        try {
            timing.sleeper().sleep(wait);
            return true;
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
            return false;
        }
    }
}
