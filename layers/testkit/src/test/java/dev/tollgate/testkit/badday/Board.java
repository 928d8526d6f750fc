package dev.tollgate.testkit.badday;

import dev.tollgate.routing.BreakerStore;
import dev.tollgate.routing.Target;
import dev.tollgate.testkit.store.InMemoryBreakerStore;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.Map;

/// What the sandboxes of a day tell each other of targets.
final class Board {
    private final BreakerStore store = new InMemoryBreakerStore();

    /// The store, as seen at the end of a wire.
    BreakerStore over(Wire wire) {
        return new BreakerStore() {
            @Override
            public Map<Target, State> read(Collection<Target> targets, Instant now) {
                return wire.there(() -> store.read(targets, now));
            }

            @Override
            public State report(Target target, Counts counts, Instant now) {
                return wire.there(() -> store.report(target, counts, now));
            }

            @Override
            public void open(Target target, Opening opening, Instant now) {
                wire.there(() -> store.open(target, opening, now));
            }

            @Override
            public boolean probe(Target target, Duration lease, Instant now) {
                return wire.there(() -> store.probe(target, lease, now));
            }

            @Override
            public void close(Target target, Instant now) {
                wire.there(() -> store.close(target, now));
            }
        };
    }
}
