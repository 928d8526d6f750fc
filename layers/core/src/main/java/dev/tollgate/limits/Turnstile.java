package dev.tollgate.limits;

import dev.tollgate.config.Fuse;
import dev.tollgate.config.StoreUnavailable;
import dev.tollgate.config.Timing;
import dev.tollgate.limits.Admission.Reason;
import dev.tollgate.limits.Admission.Refused;
import dev.tollgate.limits.LimitStore.Taking;
import dev.tollgate.limits.Pass.Passed;
import dev.tollgate.limits.Pass.Turned;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.function.BooleanSupplier;

/// Lets calls through to one bucket each, or has them wait for their turn.
final class Turnstile {
    private final LimitStore store;
    private final LimitObserver observer;
    private final Timing timing;
    private final Fuse fuse;
    private final Refusals refusals;
    private final Returns returns;
    private final Lines lines = new Lines();

    Turnstile(
            LimitStore store,
            LimitObserver observer,
            Timing timing,
            Fuse fuse,
            Refusals refusals,
            Returns returns) {
        this.store = store;
        this.observer = observer;
        this.timing = timing;
        this.fuse = fuse;
        this.refusals = refusals;
        this.returns = returns;
    }

    /// @param abandoned whether it matters no more
    Pass pass(Demand demand, Patience patience, BooleanSupplier abandoned) {
        Instant now = timing.now();
        if (demand.amount() == 0) {
            return Passed.uncounted(demand);
        }
        if (!demand.enforced()) {
            return taken(demand, patience, now);
        }
        if (demand.isTooLarge()) {
            return new Turned(tooLarge(demand, now));
        }
        Optional<Refused> known = refusals.of(demand, now);
        return known.isPresent()
                ? new Turned(known.get())
                : new Turn(this, lines, timing, demand, patience, abandoned).pass();
    }

    private Pass taken(Demand demand, Patience patience, Instant now) {
        return switch (ask(demand, patience, now).orElseGet(Taking.Busy::new)) {
            case Taking.Taken(Level level, Optional<Hold> hold) -> passed(demand, level, hold, now);
            case Taking.Busy _, Taking.Full _, Taking.Behind _ -> Passed.uncounted(demand);
        };
    }

    /// Asks the store; empty if it does not answer, or is left alone as it has not.
    Optional<Taking> ask(Demand demand, Patience patience, Instant now) {
        if (!fuse.letsPass()) {
            return Optional.empty();
        }
        try {
            Taking answer = store.take(demand.take(patience.heldUntil(now)), now);
            fuse.held();
            return Optional.of(answer);
        } catch (StoreUnavailable e) {
            fuse.blew(e);
            return Optional.empty();
        }
    }

    Passed passed(Demand demand, Level level, Optional<Hold> hold, Instant now) {
        boolean fits = level.total() <= demand.ceiling();
        if (!fits) {
            observer.exceeded(demand.limit(), demand.limit().exceeded());
        }
        return new Passed(
                demand,
                hold,
                hold.isPresent() ? Optional.empty() : Optional.of(now),
                Optional.of(demand.standing(level, now, fits)));
    }

    private static Refused tooLarge(Demand demand, Instant now) {
        Standing standing = demand.standing(Level.EMPTY, now, false);
        return new Refused(demand.limit(), standing, standing.resetsIn(), Reason.TOO_LARGE);
    }

    /// A limit is full, and will be for some time.
    void isFull(Demand demand, Level level, Refused refusal, Duration certain, Instant now) {
        returns.refused(demand, level);
        remember(demand, refusal, certain, now);
    }

    void remember(Demand demand, Refused refusal, Duration certain, Instant now) {
        refusals.add(demand, refusal, certain, now);
    }

    /// Tells the other sandboxes who waits here.
    void claim(Demand demand, Instant until, Instant now) {
        if (fuse.isWhole()) {
            try {
                store.await(demand.bucket(), demand.priority(), until, now);
            } catch (StoreUnavailable e) {
                fuse.blew(e);
            }
        }
    }
}
