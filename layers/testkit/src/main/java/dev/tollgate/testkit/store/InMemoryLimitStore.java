package dev.tollgate.testkit.store;

import dev.tollgate.limits.Bucket;
import dev.tollgate.limits.Hold;
import dev.tollgate.limits.Level;
import dev.tollgate.limits.LimitStore;
import dev.tollgate.limits.Priority;
import java.time.Instant;
import java.util.Collection;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Supplier;

/// Buckets that live as long as their process. It keeps the [#MAX_BUCKETS] newest.
public final class InMemoryLimitStore implements LimitStore {
    public static final int MAX_BUCKETS = 100_000;

    private final Outage outage = new Outage("the limits");
    private final AtomicLong calls = new AtomicLong();
    private final ReentrantLock lock = new ReentrantLock();
    private final Map<String, State> states =
            new LinkedHashMap<>() {
                private static final long serialVersionUID = 1L;

                @Override
                protected boolean removeEldestEntry(Map.Entry<String, State> eldest) {
                    return size() > MAX_BUCKETS;
                }
            };

    /// While failing, every method throws [dev.tollgate.config.StoreUnavailable].
    public void failing(boolean failing) {
        outage.set(failing);
    }

    /// How often it was asked.
    public long calls() {
        return calls.get();
    }

    @Override
    public Taking take(Take take, Instant now) {
        return locked(() -> {
            State state = state(take.bucket(), now);
            Level level = state.level(take.bucket(), now);
            if (take.enforced()) {
                Optional<Instant> others = state.claimBefore(take.priority(), now);
                if (others.isPresent()) {
                    return new Taking.Behind(level, others.get());
                }
                if (level.total() + take.amount() > take.ceiling()) {
                    return new Taking.Full(level);
                }
            }
            Optional<Hold> hold = take.heldUntil().map(until -> Hold.until(take.amount(), until));
            hold.ifPresentOrElse(
                    held -> state.held.merge(held.slot(), held.amount(), Long::sum),
                    () -> state.charge(take.bucket(), take.amount(), now));
            return new Taking.Taken(state.level(take.bucket(), now), hold);
        });
    }

    @Override
    public Optional<Level> settle(Bucket bucket, Optional<Hold> hold, long used, Instant now) {
        return locked(() -> {
            State state = state(bucket, now);
            hold.ifPresent(held ->
                    state.held.computeIfPresent(
                            held.slot(), (_, sum) -> Math.max(0, sum - held.amount())));
            state.charge(bucket, used, now);
            return Optional.of(state.level(bucket, now));
        });
    }

    @Override
    public void refund(Bucket bucket, long amount, Instant now) {
        locked(() -> {
            State state = state(bucket, now);
            if (state.settledUntil - bucket.clock(now) >= amount) {
                state.settledUntil -= amount;
            }
            return state;
        });
    }

    @Override
    public void await(Bucket bucket, Priority priority, Instant until, Instant now) {
        locked(() ->
                state(bucket, now)
                        .claims
                        .merge(priority, until, (old, next) -> next.isAfter(old) ? next : old));
    }

    @Override
    public boolean usedUp(Bucket bucket, Instant now) {
        return locked(() -> {
            State state = state(bucket, now);
            boolean first = !state.usedUp;
            state.usedUp = true;
            return first;
        });
    }

    @Override
    public Map<String, Level> levels(Collection<Bucket> buckets, Instant now) {
        return locked(() -> {
            Map<String, Level> levels = new HashMap<>();
            for (Bucket bucket : buckets) {
                State state = states.get(bucket.id());
                if (state != null) {
                    state.drop(now);
                    levels.put(bucket.id(), state.level(bucket, now));
                }
            }
            return levels;
        });
    }

    private State state(Bucket bucket, Instant now) {
        State state = states.computeIfAbsent(bucket.id(), _ -> new State());
        state.drop(now);
        return state;
    }

    private <T> T locked(Supplier<T> work) {
        calls.incrementAndGet();
        outage.check();
        lock.lock();
        try {
            return work.get();
        } finally {
            lock.unlock();
        }
    }

    private static final class State {
        /// When what is settled will have drained, by the bucket's clock; may be past.
        private long settledUntil;

        private boolean usedUp;
        private final TreeMap<Long, Long> held = new TreeMap<>();
        private final Map<Priority, Instant> claims = new EnumMap<>(Priority.class);

        void charge(Bucket bucket, long amount, Instant now) {
            settledUntil = Math.max(settledUntil, bucket.clock(now)) + amount;
        }

        void drop(Instant now) {
            held.keySet().removeIf(slot -> Hold.isOver(slot, now));
        }

        Level level(Bucket bucket, Instant now) {
            return new Level(
                    Math.max(0, settledUntil - bucket.clock(now)),
                    held.values().stream().mapToLong(Long::longValue).sum());
        }

        Optional<Instant> claimBefore(Priority priority, Instant now) {
            return claims.entrySet().stream()
                    .filter(claim -> claim.getKey().compareTo(priority) < 0)
                    .map(Map.Entry::getValue)
                    .filter(now::isBefore)
                    .max(Instant::compareTo);
        }
    }
}
