package dev.tollgate.limits;

import dev.tollgate.config.StoreUnavailable;
import dev.tollgate.limits.Limit.Measure.Budget;
import java.time.Instant;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;

/// Tells how much of budgets is used, each share once.
///
/// Settled use of a budget only grows, and each settlement sees its own step: so 50 and 80 percent are passed by exactly one. An enforced budget seldom
/// reaches 100: near its end it has no room for a call any more. So that is told by the first to see it, in the store's own order.
final class Shares {
    private static final int SPENT = 100;
    private static final int NEARLY_SPENT = 80;
    private static final int[] PASSED_ONCE = {50, NEARLY_SPENT};

    /// Budgets of which it is remembered that they are used up; the eldest is forgotten first, and costs a write more.
    private static final int MAX_REMEMBERED = 1_000;

    private final LimitStore store;
    private final LimitObserver observer;
    private final Set<String> usedUp =
            Collections.newSetFromMap(
                    new LinkedHashMap<>() {
                        private static final long serialVersionUID = 1L;

                        @Override
                        protected boolean removeEldestEntry(Map.Entry<String, Boolean> eldest) {
                            return size() > MAX_REMEMBERED;
                        }
                    });

    Shares(LimitStore store, LimitObserver observer) {
        this.store = store;
        this.observer = observer;
    }

    /// @param after the level after so much was charged
    /// @throws StoreUnavailable if the store does not answer
    void charged(Demand demand, Level after, long used, Instant now) {
        if (!(demand.gauge().measure() instanceof Budget(long nanoUsd, _)) || used == 0) {
            return;
        }
        for (int percent : PASSED_ONCE) {
            long mark = share(nanoUsd, percent);
            if (after.settled() >= mark && after.settled() - used < mark) {
                observer.budgetUsed(demand.limit(), demand.whose(), percent);
            }
        }
        if (after.settled() >= nanoUsd) {
            spent(demand, now);
        }
    }

    /// Whether a refusal says that a budget is used up, and not only that the call was a large one.
    boolean isUsedUp(Demand demand, Level level) {
        return demand.gauge().measure() instanceof Budget(long nanoUsd, _)
                && demand.priority() != Priority.LOW
                && level.settled() >= share(nanoUsd, NEARLY_SPENT)
                && !isKnown(demand);
    }

    /// @throws StoreUnavailable if the store does not answer
    void spent(Demand demand, Instant now) {
        if (!isKnown(demand)) {
            boolean first = store.usedUp(demand.bucket(), now);
            remember(demand);
            if (first) {
                observer.budgetUsed(demand.limit(), demand.whose(), SPENT);
            }
        }
    }

    private synchronized boolean isKnown(Demand demand) {
        return usedUp.contains(demand.bucket().id());
    }

    private synchronized void remember(Demand demand) {
        usedUp.add(demand.bucket().id());
    }

    private static long share(long nanoUsd, int percent) {
        return Math.ceilDiv(nanoUsd, 100) * percent;
    }
}
