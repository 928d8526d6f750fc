package dev.tollgate.routing;

import dev.tollgate.config.StoreUnavailable;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/// A breaker store on one board: knows what it is told, and which of its methods were called. Counts don't grow old.
final class Board implements BreakerStore {
    final List<String> asked = new ArrayList<>();
    boolean down;
    private final Map<Target, Opening> openings = new HashMap<>();
    private final Map<Target, Counts> counts = new HashMap<>();
    private final Map<Target, Instant> leases = new HashMap<>();

    @Override
    public synchronized Map<Target, State> read(Collection<Target> targets, Instant now) {
        ask("read");
        return Set.copyOf(targets).stream()
                .collect(Collectors.toMap(target -> target, this::state));
    }

    @Override
    public synchronized State report(Target target, Counts more, Instant now) {
        ask("report");
        counts.merge(target, more, Counts::plus);
        return state(target);
    }

    @Override
    public synchronized void open(Target target, Opening opening, Instant now) {
        ask("open");
        openings.merge(
                target,
                opening,
                (before, later) -> before.until().isBefore(later.until()) ? later : before);
    }

    @Override
    public synchronized boolean probe(Target target, Duration lease, Instant now) {
        ask("probe");
        Opening opening = openings.get(target);
        boolean free =
                opening != null
                        && !opening.holds(now)
                        && !now.isBefore(leases.getOrDefault(target, Instant.MIN));
        if (free) {
            leases.put(target, now.plus(lease));
        }
        return free;
    }

    @Override
    public synchronized void close(Target target, Instant now) {
        ask("close");
        openings.remove(target);
        counts.remove(target);
        leases.remove(target);
    }

    Optional<Opening> opening(Target target) {
        return Optional.ofNullable(openings.get(target));
    }

    private State state(Target target) {
        return new State(opening(target), counts.getOrDefault(target, Counts.NONE));
    }

    private void ask(String what) {
        asked.add(what);
        if (down) {
            throw new StoreUnavailable(what, new IllegalStateException("down"));
        }
    }
}
