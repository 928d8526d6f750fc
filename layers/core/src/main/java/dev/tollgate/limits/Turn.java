package dev.tollgate.limits;

import dev.tollgate.config.Fuse;
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

/// One call at one bucket, from its coming until it passes or leaves.
final class Turn {
    /// Who is first in line asks the store at least this often, for others may give back what they held, and at most each [#SHORTEST_PAUSE].
    static final Duration POLL = Duration.ofMillis(100);

    static final Duration SHORTEST_PAUSE = Duration.ofMillis(20);

    /// How often the others look whether it is their turn.
    static final Duration LOOK = Duration.ofMillis(10);

    /// How long other sandboxes let nobody less urgent pass, each time that who waits here says so: until it asks again, but at least and at most so long.
    static final Duration SHORTEST_CLAIM = Duration.ofMillis(500);

    static final Duration LONGEST_CLAIM = Duration.ofSeconds(2);

    /// When those are to come again who found a bucket too busy.
    static final Duration BUSY = Duration.ofMillis(500);

    private final Turnstile turnstile;
    private final Timing timing;
    private final Lines lines;
    private final Demand demand;
    private final Patience patience;
    private final BooleanSupplier abandoned;
    private final Instant last;
    private Lines.@Nullable Place place;
    private @Nullable Taking seen;
    private Instant claimedUntil = Instant.MIN;

    Turn(
            Turnstile turnstile,
            Lines lines,
            Timing timing,
            Demand demand,
            Patience patience,
            BooleanSupplier abandoned) {
        this.turnstile = turnstile;
        this.lines = lines;
        this.timing = timing;
        this.demand = demand;
        this.patience = patience;
        this.abandoned = abandoned;
        this.last = patience.waitsUntil(demand.limit(), timing.now());
    }

    Pass pass() {
        try {
            return waitAndPass();
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
            return refuse(timing.now());
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
            if (place != null && lines.hasLost(place)) {
                return new Turned(refusal(Reason.TOO_MANY_WAITING, now));
            }
            boolean first = place == null ? lines.isFree(demand) : lines.isFirst(place);
            if (first && !now.isBefore(nextTry)) {
                Optional<Taking> answer = turnstile.ask(demand, patience, now);
                if (answer.isEmpty()) {
                    return unavailable(now);
                }
                seen = answer.get();
                Optional<Pass> pass = understood(seen, now);
                if (pass.isPresent()) {
                    return pass.get();
                }
                nextTry = now.plus(pause(seen, now));
            } else if (!now.isBefore(last)) {
                return seen instanceof Taking.Busy ? unavailable(now) : refuse(now);
            }
            if (place == null) {
                place = lines.join(demand).orElse(null);
            }
            if (place == null) {
                return new Turned(refusal(Reason.TOO_MANY_WAITING, now));
            }
            if (first) {
                claim(now, nextTry);
            }
            if (abandoned.getAsBoolean()) {
                return refuse(now);
            }
            sleep(first ? earlier(nextTry, now.plus(POLL)) : now.plus(LOOK));
        }
    }

    /// What the answer means; empty: wait and ask again.
    private Optional<Pass> understood(Taking answer, Instant now) {
        return switch (answer) {
            case Taking.Taken(Level there, Optional<Hold> hold) ->
                    Optional.of(turnstile.passed(demand, there, hold, now));
            case Taking.Busy _ ->
                    now.isBefore(last) ? Optional.empty() : Optional.of(unavailable(now));
            case Taking.Behind(_, Instant until) ->
                    now.isBefore(last)
                            ? Optional.empty()
                            : Optional.of(refuse(Duration.between(now, until), now));
            case Taking.Full(Level there) -> {
                Room room = Room.of(demand, there);
                yield now.isBefore(last) && !now.plus(room.soonest()).isAfter(last)
                        ? Optional.empty()
                        : Optional.of(full(there, room, now));
            }
        };
    }

    /// A refusal that is true for longer than anybody waits is remembered.
    private Pass full(Level level, Room room, Instant now) {
        Refused refusal = refusal(now);
        Duration certain = room.soonest().minus(demand.limit().maxWait());
        if (!certain.isPositive() && demand.limit().maxWait().isZero()) {
            certain = Refusals.UNSURE;
        }
        turnstile.isFull(demand, level, refusal, certain, now);
        return new Turned(refusal);
    }

    /// A refusal that may soon be untrue is remembered for those who would not wait for that.
    private Pass refuse(Duration certain, Instant now) {
        Refused refusal = refusal(now);
        if (demand.limit().maxWait().isZero()) {
            turnstile.remember(demand, refusal, certain, now);
        }
        return new Turned(refusal);
    }

    private Pass unavailable(Instant now) {
        return demand.limit().failOpen()
                ? Passed.uncounted(demand)
                : new Turned(
                        new Refused(
                                demand.limit(),
                                demand.standing(filled(), now, false),
                                Fuse.REST,
                                Reason.STORE_UNAVAILABLE));
    }

    private Pass refuse(Instant now) {
        return new Turned(refusal(now));
    }

    private Refused refusal(Instant now) {
        return refusal(seen instanceof Taking.Behind ? Reason.OTHERS_FIRST : Reason.NO_ROOM, now);
    }

    private Refused refusal(Reason reason, Instant now) {
        return switch (seen) {
            case Taking.Behind(Level there, Instant until) ->
                    refusal(reason, there, longer(Duration.between(now, until), POLL), now);
            case Taking.Busy _ -> refusal(reason, filled(), BUSY, now);
            case Taking.Full(Level there) -> refusal(reason, there, retryAfter(there, now), now);
            case Taking.Taken(Level there, _) ->
                    refusal(reason, there, retryAfter(there, now), now);
            case null -> refusal(reason, filled(), retryAfter(filled(), now), now);
        };
    }

    private Refused refusal(Reason reason, Level level, Duration retryAfter, Instant now) {
        return new Refused(demand.limit(), demand.standing(level, now, false), retryAfter, reason);
    }

    private Duration retryAfter(Level level, Instant now) {
        return Room.of(demand, level).retryAfter(demand, now);
    }

    /// What a bucket is taken for that nobody has looked into.
    private Level filled() {
        return new Level(0, demand.ceiling());
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
                    case Taking.Busy _ -> POLL;
                    case Taking.Taken _ -> Duration.ZERO;
                };
        return longer(pause, SHORTEST_PAUSE);
    }

    /// Nobody waits for those who leave a share of the limit free; and a bucket that is too busy is not written to.
    private void claim(Instant now, Instant nextTry) {
        if (demand.priority() == Priority.LOW
                || seen instanceof Taking.Busy
                || now.plus(POLL).isBefore(claimedUntil)) {
            return;
        }
        Duration wanted = longer(Duration.between(now, nextTry).plus(POLL), SHORTEST_CLAIM);
        claimedUntil = earlier(now.plus(shorter(wanted, LONGEST_CLAIM)), last);
        turnstile.claim(demand, claimedUntil, now);
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
