package dev.tollgate.testkit.badday;

import dev.tollgate.limits.Bucket;
import dev.tollgate.limits.Hold;
import dev.tollgate.limits.Level;
import dev.tollgate.limits.LimitStore;
import dev.tollgate.limits.LimitStore.Take;
import dev.tollgate.limits.Priority;
import dev.tollgate.testkit.store.InMemoryLimitStore;
import dev.tollgate.testkit.time.VirtualTime;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/// The limits' store of a day, and an account beside it of what passes, kept by the true time: the store is not believed about itself.
final class Account {
    private final VirtualTime time;
    private final LimitStore store = new InMemoryLimitStore();
    private final Map<String, Line> lines = new TreeMap<>();

    Account(VirtualTime time) {
        this.time = time;
    }

    /// The store, as seen at the end of a wire.
    LimitStore over(Wire wire) {
        return new LimitStore() {
            @Override
            public Taking take(Take take, Instant now) {
                return wire.there(() -> {
                    Taking taking = store.take(take, now);
                    if (taking instanceof Taking.Taken(Level _, Optional<Hold> hold)) {
                        line(take.bucket()).took(take, hold, time.elapsed(), now);
                    }
                    return taking;
                });
            }

            @Override
            public Optional<Level> settle(
                    Bucket bucket, Optional<Hold> hold, long used, Instant now) {
                return wire.there(() -> {
                    Optional<Level> level = store.settle(bucket, hold, used, now);
                    if (level.isPresent()) {
                        line(bucket).settled(hold, used);
                    }
                    return level;
                });
            }

            @Override
            public void refund(Bucket bucket, long amount, Instant now) {
                wire.there(() -> {
                    store.refund(bucket, amount, now);
                    line(bucket).refunded(amount);
                });
            }

            @Override
            public void await(Bucket bucket, Priority priority, Instant until, Instant now) {
                wire.there(() -> store.await(bucket, priority, until, now));
            }

            @Override
            public boolean usedUp(Bucket bucket, Instant now) {
                return wire.there(() -> store.usedUp(bucket, now));
            }

            @Override
            public Map<String, Level> levels(Collection<Bucket> buckets, Instant now) {
                return wire.there(() -> store.levels(buckets, now));
            }
        };
    }

    /// One for each bucket.
    Collection<Line> lines() {
        return lines.values();
    }

    /// What the store says at some time.
    Map<String, Level> levels(Instant now) {
        return store.levels(lines.values().stream().map(Line::bucket).toList(), now);
    }

    private Line line(Bucket bucket) {
        return lines.computeIfAbsent(bucket.id(), _ -> new Line(bucket));
    }

    /// What has passed one bucket.
    static final class Line {
        private final Bucket bucket;
        private final Map<Hold, Integer> open = new HashMap<>();
        private final List<String> strays = new ArrayList<>();
        private long ceiling;
        private long takings;
        private long charged;
        private long level;
        private Duration levelAt = Duration.ZERO;
        private long excess = Long.MIN_VALUE;

        Line(Bucket bucket) {
            this.bucket = bucket;
        }

        private void took(Take take, Optional<Hold> hold, Duration at, Instant now) {
            takings++;
            hold.ifPresent(held -> open.merge(held, 1, Integer::sum));
            if (bucket.drains()) {
                level = Math.max(0, level - at.minus(levelAt).toNanos());
                levelAt = at;
                level += hold.isPresent() ? 0 : take.amount();
            }
            long inside = bucket.drains() ? level : charged + held(now);
            if (take.enforced()) {
                ceiling = Math.max(ceiling, take.ceiling());
                excess = Math.max(excess, inside - take.ceiling());
            }
        }

        private long held(Instant now) {
            return open.entrySet().stream()
                    .filter(it -> !Hold.isOver(it.getKey().slot(), now))
                    .mapToLong(it -> it.getKey().amount() * it.getValue())
                    .sum();
        }

        private void settled(Optional<Hold> hold, long used) {
            charged += used;
            hold.ifPresent(held -> {
                Integer left = open.get(held);
                if (left == null) {
                    strays.add(held + " in " + bucket.id());
                } else if (left == 1) {
                    open.remove(held);
                } else {
                    open.put(held, left - 1);
                }
            });
        }

        private void refunded(long amount) {
            level = Math.max(0, level - amount);
        }

        Bucket bucket() {
            return bucket;
        }

        long takings() {
            return takings;
        }

        /// By how much more was charged than the bucket has room for, as a share of it; negative if there is room left. Of what drains, nothing.
        double overspent() {
            return bucket.drains() || ceiling == 0 ? 0 : (double) (charged - ceiling) / ceiling;
        }

        /// What was charged at settlements, in all.
        long charged() {
            return charged;
        }

        /// Holds that were taken and never given back.
        int open() {
            return open.values().stream().mapToInt(Integer::intValue).sum();
        }

        /// Holds that were given back and had not been taken, or twice.
        List<String> strays() {
            return List.copyOf(strays);
        }

        /// By how much the bucket was ever fuller than it may be, in its units; negative if it never was.
        long excess() {
            return excess;
        }
    }
}
