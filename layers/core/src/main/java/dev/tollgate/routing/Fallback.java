package dev.tollgate.routing;

import dev.tollgate.config.Timing;
import dev.tollgate.routing.Failure.Remedy;
import dev.tollgate.routing.Outcome.Failed;
import java.util.List;

/// Tries targets in order until one answers, nothing can help, or the deadline has passed. Then the last failure counts, but for those of
/// targets that were never asked: they would hide what really went wrong.
record Fallback(List<Upstream> targets, Timing timing) implements Upstream {

    static Upstream over(List<Upstream> targets, Timing timing) {
        return targets.size() == 1
                ? targets.getFirst()
                : new Fallback(List.copyOf(targets), timing);
    }

    @Override
    public Outcome send(Call call) {
        Outcome counts = targets.getFirst().send(call);
        Outcome last = counts;
        for (Upstream next : targets.subList(1, targets.size())) {
            if (!(last instanceof Failed(Failure failure))
                    || failure.remedy() == Remedy.NOTHING
                    || Thread.currentThread().isInterrupted()
                    || call.deadline().hasPassed(timing.now())) {
                return counts;
            }
            last = next.send(call);
            if (!(last instanceof Failed(Failure later)) || !later.wasNeverSent()) {
                counts = last;
            }
        }
        return counts;
    }
}
