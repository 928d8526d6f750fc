package dev.tollgate.routing;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;

/// The attempts of one call, in order, as they come to an end.
public final class Attempts {
    private final List<Attempt> list = new CopyOnWriteArrayList<>();

    void add(Attempt attempt) {
        list.add(attempt);
    }

    public List<Attempt> list() {
        return List.copyOf(list);
    }

    public Optional<Attempt> last() {
        return list.isEmpty() ? Optional.empty() : Optional.of(list.getLast());
    }

    /// How often the call moved on to another target.
    public int fallbacks() {
        return fallbacks(list);
    }

    /// How often attempts in this order moved on to another target.
    public static int fallbacks(List<Attempt> list) {
        int moves = 0;
        for (int i = 1; i < list.size(); i++) {
            if (!list.get(i).target().equals(list.get(i - 1).target())) {
                moves++;
            }
        }
        return moves;
    }

    /// The time spent waiting for providers.
    public Duration upstreamTime() {
        return list.stream().map(Attempt::took).reduce(Duration.ZERO, Duration::plus);
    }
}
