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

    private final Turnstile turnstile;
    private final Timing timing;
    private final Lines lines;
    private final Demand demand;
    private final Patience patience;
    private final BooleanSupplier abandoned;
    private final Instant last;
    private Lines.@Nullable Place place;
    private @Nullable Level seen;
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
                Taking answer = turnstile.ask(demand, patience, now);
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
                    Optional.of(turnstile.passed(demand, there, hold, now));
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
                        : Optional.of(full(there, room, now));
            }
        };
    }

    /// A refusal that is true for longer than anybody waits is remembered.
    private Pass full(Level level, Room room, Instant now) {
        Refused refusal = refusal(Reason.NO_ROOM, now);
        Duration certain = room.soonest().minus(demand.limit().maxWait());
        if (!certain.isPositive() && demand.limit().maxWait().isZero()) {
            certain = Refusals.UNSURE;
        }
        turnstile.isFull(demand, level, refusal, certain, now);
        return new Turned(refusal);
    }

    private Pass behind(Duration left, Instant now) {
        Refused refusal = refusal(Reason.OTHERS_FIRST, now).after(left);
        if (demand.limit().maxWait().isZero()) {
            turnstile.remember(demand, refusal, left, now);
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
                                Fuse.REST,
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
        if (demand.priority() == Priority.LOW || now.plus(POLL).isBefore(claimedUntil)) {
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
