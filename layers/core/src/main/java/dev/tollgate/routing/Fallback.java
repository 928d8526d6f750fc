package dev.tollgate.routing;

import dev.tollgate.config.Timing;
import dev.tollgate.routing.Failure.Remedy;
import dev.tollgate.routing.Outcome.Failed;
import java.util.List;

/// Tries targets in order until one answers, nothing can help, or the deadline has passed.
record Fallback(List<Upstream> targets, Timing timing) implements Upstream {

    static Upstream over(List<Upstream> targets, Timing timing) {
        return targets.size() == 1
                ? targets.getFirst()
                : new Fallback(List.copyOf(targets), timing);
    }

    @Override
    public Outcome send(Call call) {
        Outcome outcome = targets.getFirst().send(call);
        for (Upstream next : targets.subList(1, targets.size())) {
            if (!(outcome instanceof Failed(Failure failure))
                    || failure.remedy() == Remedy.NOTHING
                    || Thread.currentThread().isInterrupted()
                    || call.deadline().hasPassed(timing.now())) {
                return outcome;
            }
            outcome = next.send(call);
        }
        return outcome;
    }
}
