package dev.tollgate.routing;

import dev.tollgate.config.Timing;
import dev.tollgate.routing.Failure.Remedy;
import dev.tollgate.routing.Outcome.Failed;
import java.time.Duration;
import java.util.Optional;

/// Sends a call to the same target again while that may help, and the target's [RetryBudget] has room.
///
/// Before each retry it waits as long as the provider asked, or else by [Backoff]. It gives up at once, leaving the
/// time to the next target, when the wait would be longer than [Pause#MAX] or would pass the deadline; a call that has another target left does when it
/// would be longer than [#WORTH_IT]. A call that comes back to a target, as [Walk] says, is not retried there again.
record Retry(
        Target target,
        int maxRetries,
        Backoff backoff,
        Optional<RetryBudget> budget,
        Timing timing,
        Upstream next)
        implements Upstream {
    /// What a call waits for this target while another might be free.
    static final Duration WORTH_IT = Duration.ofSeconds(2);

    static Upstream around(
            Upstream next,
            Target target,
            int maxRetries,
            Backoff backoff,
            Optional<RetryBudget> budget,
            Timing timing) {
        return maxRetries == 0
                ? next
                : new Retry(target, maxRetries, backoff, budget, timing, next);
    }

    @Override
    public Outcome send(Call call) {
        budget.ifPresent(it -> it.called(target));
        boolean isBack = call.attempts().list().stream().anyMatch(it -> it.target().equals(target));
        for (int retry = 0; ; retry++) {
            Outcome outcome = next.send(call);
            if (retry == maxRetries
                    || isBack
                    || !(outcome instanceof Failed(Failure failure))
                    || failure.remedy() != Remedy.SAME_TARGET
                    || !waited(retry, failure, call)) {
                return outcome;
            }
        }
    }

    private boolean waited(int retry, Failure failure, Call call) {
        Pause pause =
                new Pause(
                        failure.retryAfter()
                                .orElseGet(() -> backoff.before(retry, timing.random())));
        return pause.fits(call, timing)
                && (call.patient() || pause.time().compareTo(WORTH_IT) <= 0)
                && budget.map(it -> it.takes(target)).orElse(true)
                && pause.sleep(timing);
    }
}
