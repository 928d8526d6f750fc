package dev.tollgate.limits;

import dev.tollgate.config.Bounds;
import dev.tollgate.config.Deadline;
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
import org.jspecify.annotations.Nullable;

/// Lets calls through to one bucket each, or has them wait for their turn.
final class Turnstile {
    /// Who is first in line asks the store at least this often, for others may give back what they held, and at most each [#SHORTEST_PAUSE].
    static final Duration POLL = Duration.ofMillis(100);

    static final Duration SHORTEST_PAUSE = Duration.ofMillis(20);

    /// How often the others look whether it is their turn.
    static final Duration LOOK = Duration.ofMillis(10);

    /// How long other sandboxes let nobody less urgent pass, each time that who waits here says so: until it asks again, but at least and at most so long.
    static final Duration SHORTEST_CLAIM = Duration.ofMillis(500);

    static final Duration LONGEST_CLAIM = Duration.ofSeconds(2);

    private final LimitStore store;
    private final LimitObserver observer;
    private final Timing timing;
    private final StoreHealth health;
    private final Refusals refusals;
    private final Lines lines = new Lines();

    Turnstile(
            LimitStore store,
            LimitObserver observer,
            Timing timing,
            StoreHealth health,
            Refusals refusals) {
        this.store = store;
        this.observer = observer;
        this.timing = timing;
        this.health = health;
        this.refusals = refusals;
    }

    /// @param abandoned whether it matters no more
    Pass pass(Demand demand, Deadline deadline, BooleanSupplier abandoned) {
        Instant now = timing.now();
        if (demand.amount() == 0) {
            return Passed.uncounted(demand);
        }
        if (!demand.enforced()) {
            return taken(demand, deadline, now);
        }
        if (demand.isTooLarge()) {
            return new Turned(tooLarge(demand, now));
        }
        Optional<Refused> known = refusals.of(demand, now);
        return known.isPresent()
                ? new Turned(known.get())
                : new Visit(demand, deadline, abandoned).pass();
    }

    private Pass taken(Demand demand, Deadline deadline, Instant now) {
        return switch (ask(demand, deadline, now)) {
            case Taking.Taken(Level level, Optional<Hold> hold) -> passed(demand, level, hold, now);
            case Taking.Busy _, Taking.Full _, Taking.Behind _ -> Passed.uncounted(demand);
        };
    }

    /// Asks the store; a store that does not answer is as one that is too busy.
    private Taking ask(Demand demand, Deadline deadline, Instant now) {
        if (!health.mayAsk(now)) {
            return new Taking.Busy();
        }
        try {
            Taking answer = store.take(demand.take(heldUntil(deadline, now)), now);
            health.answered();
            return answer;
        } catch (StoreUnavailable e) {
            health.failed(e, timing.now());
            return new Taking.Busy();
        }
    }

    private static Instant heldUntil(Deadline deadline, Instant now) {
        return deadline.orEarlier(Deadline.in(Bounds.MAX_DEADLINE, now))
                .at()
                .plus(Limits.HOLD_MARGIN);
    }

    private Passed passed(Demand demand, Level level, Optional<Hold> hold, Instant now) {
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

    /// One call at one bucket, from its coming until it passes or leaves.
    private final class Visit {
        private final Demand demand;
        private final Deadline deadline;
        private final BooleanSupplier abandoned;
        private final Instant last;
        private Lines.@Nullable Place place;
        private @Nullable Level seen;
        private Instant claimedUntil = Instant.MIN;

        Visit(Demand demand, Deadline deadline, BooleanSupplier abandoned) {
            Instant now = timing.now();
            this.demand = demand;
            this.deadline = deadline;
            this.abandoned = abandoned;
            this.last = deadline.orEarlier(Deadline.in(demand.limit().maxWait(), now)).at();
        }

        Pass pass() {
            try {
                return waitAndPass();
            } catch (InterruptedException _) {
                Thread.currentThread().interrupt();
                return refuse(Reason.NO_ROOM, timing.now());
            } finally {
                if (place != null) {
                    lines.leave(place);
                }
            }
        }

        private Pass waitAndPass() throws InterruptedException {
            Instant nextTry = timing.now();
            while (true) {
                Instant now = timing.now();
                boolean first = place == null ? lines.isFree(demand) : lines.isFirst(place);
                if (first && !now.isBefore(nextTry)) {
                    Taking answer = ask(demand, deadline, now);
                    Optional<Pass> pass = understood(answer, now);
                    if (pass.isPresent()) {
                        return pass.get();
                    }
                    nextTry = now.plus(pause(answer, now));
                } else if (!now.isBefore(last)) {
                    return refuse(Reason.NO_ROOM, now);
                }
                if (place == null) {
                    place = lines.join(demand).orElse(null);
                }
                if (place == null) {
                    return refuse(Reason.TOO_MANY_WAITING, now);
                }
                if (first) {
                    claim(now, nextTry);
                }
                if (abandoned.getAsBoolean()) {
                    return refuse(Reason.NO_ROOM, now);
                }
                sleep(first ? earlier(nextTry, now.plus(POLL)) : now.plus(LOOK));
            }
        }

        /// What the answer means; empty: wait and ask again.
        private Optional<Pass> understood(Taking answer, Instant now) {
            return switch (answer) {
                case Taking.Taken(Level there, Optional<Hold> hold) ->
                        Optional.of(passed(demand, there, hold, now));
                case Taking.Busy _ -> Optional.of(unavailable(now));
                case Taking.Behind(Level there, Instant until) -> {
                    seen = there;
                    yield now.isBefore(last)
                            ? Optional.empty()
                            : Optional.of(behind(Duration.between(now, until), now));
                }
                case Taking.Full(Level there) -> {
                    seen = there;
                    Room room = Room.of(demand, there);
                    yield now.isBefore(last) && !now.plus(room.soonest()).isAfter(last)
                            ? Optional.empty()
                            : Optional.of(full(room, now));
                }
            };
        }

        /// A refusal that is true for longer than anybody waits is remembered.
        private Pass full(Room room, Instant now) {
            Refused refusal = refusal(Reason.NO_ROOM, now);
            Duration certain = room.soonest().minus(demand.limit().maxWait());
            if (!certain.isPositive() && demand.limit().maxWait().isZero()) {
                certain = Refusals.UNSURE;
            }
            refusals.add(demand, refusal, certain, now);
            return new Turned(refusal);
        }

        private Pass behind(Duration left, Instant now) {
            Refused refusal = refusal(Reason.OTHERS_FIRST, now);
            if (demand.limit().maxWait().isZero()) {
                refusals.add(demand, refusal, left, now);
            }
            return new Turned(refusal);
        }

        private Pass unavailable(Instant now) {
            return demand.limit().failOpen()
                    ? Passed.uncounted(demand)
                    : new Turned(
                            new Refused(
                                    demand.limit(),
                                    demand.standing(new Level(0, demand.ceiling()), now, false),
                                    StoreHealth.PAUSE,
                                    Reason.STORE_UNAVAILABLE));
        }

        private Pass refuse(Reason reason, Instant now) {
            return new Turned(refusal(reason, now));
        }

        private Refused refusal(Reason reason, Instant now) {
            Level level = seen == null ? new Level(0, demand.ceiling()) : seen;
            return new Refused(
                    demand.limit(),
                    demand.standing(level, now, false),
                    Room.of(demand, level).retryAfter(demand, now),
                    reason);
        }

        private Duration pause(Taking answer, Instant now) {
            Duration pause =
                    switch (answer) {
                        case Taking.Behind(_, Instant until) ->
                                shorter(Duration.between(now, until), POLL);
                        case Taking.Full(Level level) -> {
                            Duration surely = Room.of(demand, level).surely();
                            yield level.held() == 0 ? surely : shorter(surely, POLL);
                        }
                        case Taking.Taken _, Taking.Busy _ -> Duration.ZERO;
                    };
            return longer(pause, SHORTEST_PAUSE);
        }

        /// Nobody waits for those who leave a share of the limit free.
        private void claim(Instant now, Instant nextTry) {
            if (demand.priority() == Priority.LOW
                    || now.plus(POLL).isBefore(claimedUntil)
                    || !health.isUp()) {
                return;
            }
            Duration wanted = longer(Duration.between(now, nextTry).plus(POLL), SHORTEST_CLAIM);
            claimedUntil = earlier(now.plus(shorter(wanted, LONGEST_CLAIM)), last);
            try {
                store.await(demand.bucket(), demand.priority(), claimedUntil, now);
            } catch (StoreUnavailable e) {
                health.failed(e, timing.now());
            }
        }

        private void sleep(Instant until) throws InterruptedException {
            Duration time = Duration.between(timing.now(), earlier(until, last));
            if (time.isPositive()) {
                timing.sleeper().sleep(time);
            }
        }

        private static Instant earlier(Instant one, Instant other) {
            return one.isBefore(other) ? one : other;
        }

        private static Duration shorter(Duration one, Duration other) {
            return one.compareTo(other) < 0 ? one : other;
        }

        private static Duration longer(Duration one, Duration other) {
            return one.compareTo(other) > 0 ? one : other;
        }
    }
}
