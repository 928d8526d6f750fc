package dev.tollgate.limits;

import dev.tollgate.config.StoreUnavailable;
import dev.tollgate.config.Timing;
import dev.tollgate.limits.Limit.Measure;
import dev.tollgate.limits.Pass.Passed;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;

/// Settles what calls took, and gives back what they did not need. Nothing here throws for a store that is down.
///
/// A settlement that was sent and got no answer may have happened, so it is not repeated: its hold stays until it expires, and what was used may stay
/// uncounted. One that could not be sent, as the store is left alone or was too busy, is done as soon as the store answers.
final class Returns {
    /// Settlements that wait for the store; when there are more, the eldest is lost as if its sandbox had been killed.
    static final int MAX_LATE = 10_000;

    private static final int[] TOLD_PERCENT = {50, 80, 100};

    private final LimitStore store;
    private final LimitObserver observer;
    private final Timing timing;
    private final StoreHealth health;
    private final Refusals refusals;
    private final Executor executor;
    private final Deque<Due> late = new ArrayDeque<>();

    Returns(
            LimitStore store,
            LimitObserver observer,
            Timing timing,
            StoreHealth health,
            Refusals refusals,
            Executor executor) {
        this.store = store;
        this.observer = observer;
        this.timing = timing;
        this.health = health;
        this.refusals = refusals;
        this.executor = executor;
    }

    /// What must be done about a call's part in one bucket; empty: nothing.
    Optional<Due> due(Passed pass, Need truth) {
        Demand demand = pass.demand();
        long used = demand.gauge().used(truth);
        return pass.hold().isEmpty() && used == 0
                ? Optional.empty()
                : Optional.of(new Due(demand, pass.hold(), used));
    }

    /// Gives back all of what calls took, later, and as if they had never been.
    void giveBack(List<Passed> passes) {
        for (Passed pass : passes) {
            if (pass.hold().isPresent()) {
                later(() -> settle(new Due(pass.demand(), pass.hold(), 0)));
            } else if (pass.chargedAt().isPresent()) {
                later(() -> refund(pass.demand(), pass.chargedAt().get()));
            }
        }
    }

    /// Settles, and whatever is late.
    void settle(Due due) {
        if (settled(due)) {
            catchUp();
        } else {
            keep(due);
        }
    }

    /// Settles what is late, if there is anything, without waiting for it.
    void catchUpLater() {
        if (isLate()) {
            later(this::catchUp);
        }
    }

    private void catchUp() {
        Optional<Due> next = next();
        while (next.isPresent()) {
            if (!settled(next.get())) {
                keep(next.get());
                return;
            }
            next = next();
        }
    }

    /// @return false if it was certainly not done
    private boolean settled(Due due) {
        Instant now = timing.now();
        if (!health.mayAsk(now)) {
            return false;
        }
        try {
            Optional<Level> level = store.settle(due.demand.bucket(), due.hold, due.used, now);
            health.answered();
            refusals.forget(due.demand.bucket());
            level.ifPresent(after -> tell(due, after));
            return level.isPresent();
        } catch (StoreUnavailable e) {
            health.failed(e, timing.now());
            return true;
        }
    }

    /// Of a charge, what has not drained since is taken back: taking back all of it could let more through than if it had never been made.
    private void refund(Demand demand, Instant chargedAt) {
        Instant now = timing.now();
        long left = demand.amount() - Duration.between(chargedAt, now).toNanos();
        if (left <= 0 || !health.mayAsk(now)) {
            return;
        }
        try {
            store.refund(demand.bucket(), left, now);
            health.answered();
            refusals.forget(demand.bucket());
        } catch (StoreUnavailable e) {
            health.failed(e, timing.now());
        }
    }

    /// Settled use of a budget only grows, and each settlement sees its own step: so each mark is passed by exactly one.
    private void tell(Due due, Level after) {
        if (!(due.demand.gauge().measure() instanceof Measure.Budget(long nanoUsd, _))) {
            return;
        }
        for (int percent : TOLD_PERCENT) {
            long mark = Math.ceilDiv(nanoUsd, 100) * percent;
            if (after.settled() >= mark && after.settled() - due.used < mark) {
                observer.budgetUsed(due.demand.limit(), due.demand.whose(), percent);
            }
        }
    }

    private void later(Runnable work) {
        try {
            executor.execute(work);
        } catch (RejectedExecutionException e) {
            work.run();
        }
    }

    private synchronized void keep(Due due) {
        if (late.size() == MAX_LATE) {
            late.removeFirst();
        }
        late.addLast(due);
    }

    private synchronized Optional<Due> next() {
        return Optional.ofNullable(late.pollFirst());
    }

    private synchronized boolean isLate() {
        return !late.isEmpty();
    }

    record Due(Demand demand, Optional<Hold> hold, long used) {}
}
