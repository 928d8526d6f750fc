package dev.tollgate.testkit.pipeline;

import dev.tollgate.limits.Bucket;
import dev.tollgate.limits.Hold;
import dev.tollgate.limits.Level;
import dev.tollgate.limits.LimitStore;
import dev.tollgate.limits.Priority;
import dev.tollgate.testkit.store.InMemoryLimitStore;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// The limits' store, and beside it a book of what is held in it: the store itself would not notice a hold that is given back twice.
final class Books implements LimitStore {
    private static final String NOWHERE = "nowhere";

    private final InMemoryLimitStore store = new InMemoryLimitStore();
    private final List<Open> open = new ArrayList<>();
    private final List<String> strays = new ArrayList<>();
    private volatile String takeBug = NOWHERE;
    private volatile String settleBug = NOWHERE;

    private record Open(String bucket, Hold hold) {}

    void failing(boolean failing) {
        store.failing(failing);
    }

    /// Taking from buckets of a measure throws: `concurrent`.
    void takeBug(String at) {
        takeBug = at;
    }

    /// Settling in buckets of a measure throws, once it is done.
    void settleBug(String at) {
        settleBug = at;
    }

    /// What was taken and not given back.
    synchronized List<String> held() {
        return open.stream().map(Open::toString).toList();
    }

    /// What was given back and had not been taken, or twice.
    synchronized List<String> strays() {
        return List.copyOf(strays);
    }

    @Override
    public Taking take(Take take, Instant now) {
        if (take.bucket().id().contains(takeBug)) {
            throw new IllegalStateException("a bug in " + take.bucket());
        }
        Taking taking = store.take(take, now);
        if (taking instanceof Taking.Taken(Level _, Optional<Hold> hold)) {
            synchronized (this) {
                hold.ifPresent(it -> open.add(new Open(take.bucket().id(), it)));
            }
        }
        return taking;
    }

    @Override
    public Optional<Level> settle(Bucket bucket, Optional<Hold> hold, long used, Instant now) {
        Optional<Level> level = store.settle(bucket, hold, used, now);
        synchronized (this) {
            hold.map(it -> new Open(bucket.id(), it))
                    .filter(it -> !open.remove(it))
                    .ifPresent(it -> strays.add(it.toString()));
        }
        if (bucket.id().contains(settleBug)) {
            throw new IllegalStateException("a bug in " + bucket);
        }
        return level;
    }

    @Override
    public void refund(Bucket bucket, long amount, Instant now) {
        store.refund(bucket, amount, now);
    }

    @Override
    public void await(Bucket bucket, Priority priority, Instant until, Instant now) {
        store.await(bucket, priority, until, now);
    }

    @Override
    public boolean usedUp(Bucket bucket, Instant now) {
        return store.usedUp(bucket, now);
    }

    @Override
    public Map<String, Level> levels(Collection<Bucket> buckets, Instant now) {
        return store.levels(buckets, now);
    }
}
