package dev.tollgate.testkit.store;

import dev.tollgate.routing.BreakerStore;
import dev.tollgate.routing.Target;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/// What sandboxes of one process tell each other of their targets. It keeps the [#MAX_TARGETS] that were heard of last.
public final class InMemoryBreakerStore implements BreakerStore {
    public static final int MAX_TARGETS = 10_000;

    private final Outage outage = new Outage("the breaker store");
    private final Map<Target, Known> entries =
            new LinkedHashMap<>(16, 0.75f, true) {
                private static final long serialVersionUID = 1L;

                @Override
                protected boolean removeEldestEntry(Map.Entry<Target, Known> eldest) {
                    return size() > MAX_TARGETS;
                }
            };

    /// While failing, every method throws [dev.tollgate.config.StoreUnavailable].
    public void failing(boolean failing) {
        outage.set(failing);
    }

    @Override
    public synchronized Map<Target, State> read(Collection<Target> targets, Instant now) {
        outage.check();
        Map<Target, State> states = new HashMap<>();
        for (Target target : targets) {
            Known known = entries.get(target);
            if (known != null && !known.state(now).equals(State.NONE)) {
                states.put(target, known.state(now));
            }
        }
        return states;
    }

    @Override
    public synchronized State report(Target target, Counts counts, Instant now) {
        Known known = known(target);
        known.add(counts, now);
        return known.state(now);
    }

    @Override
    public synchronized void open(Target target, Opening opening, Instant now) {
        Known known = known(target);
        if (known.opening.filter(it -> it.holds(now) || !it.until().isAfter(now)).isEmpty()
                || known.opening.get().until().isBefore(opening.until())) {
            known.opening = Optional.of(opening);
            known.leasedUntil = Instant.MIN;
        }
    }

    @Override
    public synchronized boolean probe(Target target, Duration lease, Instant now) {
        Known known = known(target);
        boolean free =
                known.opening(now).filter(it -> !it.holds(now)).isPresent()
                        && !now.isBefore(known.leasedUntil);
        if (free) {
            known.leasedUntil = now.plus(lease);
        }
        return free;
    }

    @Override
    public synchronized void close(Target target, Instant now) {
        outage.check();
        entries.remove(target);
    }

    private Known known(Target target) {
        outage.check();
        return entries.computeIfAbsent(target, _ -> new Known());
    }

    private static final class Known {
        private Optional<Opening> opening = Optional.empty();
        private Instant leasedUntil = Instant.MIN;
        private final SortedMap<Long, Counts> windows = new TreeMap<>();

        void add(Counts counts, Instant now) {
            long window = BreakerStore.window(now);
            windows.merge(window, counts, Counts::plus);
            windows.headMap(window - 1).clear();
        }

        State state(Instant now) {
            long window = BreakerStore.window(now);
            Counts recent =
                    windows.subMap(window - 1, window + 1).values().stream()
                            .reduce(Counts.NONE, Counts::plus);
            return new State(opening(now), recent);
        }

        Optional<Opening> opening(Instant now) {
            return opening.filter(it -> !it.isForgotten(now));
        }
    }
}
