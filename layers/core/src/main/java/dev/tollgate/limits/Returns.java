package dev.tollgate.limits;

import dev.tollgate.config.StoreUnavailable;
import dev.tollgate.config.Timing;
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

    private final LimitStore store;
    private final Shares shares;
    private final Timing timing;
    private final StoreHealth health;
    private final Refusals refusals;
    private final Executor executor;
    private final Deque<Due> late = new ArrayDeque<>();

    Returns(
            LimitStore store,
            Shares shares,
            Timing timing,
            StoreHealth health,
            Refusals refusals,
            Executor executor) {
        this.store = store;
        this.shares = shares;
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
            level.ifPresent(after -> shares.charged(due.demand, after, due.used, now));
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
        guarded(() -> store.refund(demand.bucket(), left, now));
        refusals.forget(demand.bucket());
    }

    /// A budget has refused a call: it may be used up.
    void refused(Demand demand, Level level) {
        Instant now = timing.now();
        if (shares.isUsedUp(demand, level)) {
            later(() -> {
                if (health.mayAsk(now)) {
                    guarded(() -> shares.spent(demand, now));
                }
            });
        }
    }

    private void guarded(Runnable request) {
        try {
            request.run();
            health.answered();
        } catch (StoreUnavailable e) {
            health.failed(e, timing.now());
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
