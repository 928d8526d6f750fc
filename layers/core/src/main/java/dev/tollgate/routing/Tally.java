package dev.tollgate.routing;

import dev.tollgate.routing.BreakerStore.Counts;
import java.time.Instant;

/// Counts of the current window and of the one before. Not safe for several threads.
final class Tally {
    private long window = Long.MIN_VALUE;
    private Counts current = Counts.NONE;
    private Counts previous = Counts.NONE;

    void add(Counts counts, Instant now) {
        roll(now);
        current = current.plus(counts);
    }

    Counts recent(Instant now) {
        roll(now);
        return previous.plus(current);
    }

    void clear() {
        current = Counts.NONE;
        previous = Counts.NONE;
    }

    /// A clock that goes backwards stays in the window that it has reached.
    private void roll(Instant now) {
        long at = BreakerStore.window(now);
        if (at > window) {
            previous = at == window + 1 ? current : Counts.NONE;
            current = Counts.NONE;
            window = at;
        }
    }
}
