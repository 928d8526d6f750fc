package dev.tollgate.cache;

import dev.tollgate.config.StoreObserver;
import dev.tollgate.config.Timing;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Supplier;

/// The way to a store that may be down. After a failure it is left alone for [#PAUSE]; then one call tries it, while the others go on without:
/// a store that hangs costs one call of each pause its timeout.
///
/// @param what is missing while it is down, for people
/// @param closedUntil empty while it answers
record Reach(
        String what,
        Timing timing,
        StoreObserver observer,
        AtomicReference<Optional<Instant>> closedUntil) {
    static final Duration PAUSE = Duration.ofSeconds(5);

    Reach(String what, Timing timing, StoreObserver observer) {
        this(what, timing, observer, new AtomicReference<>(Optional.empty()));
    }

    /// What the store says; empty if it failed, or is left alone.
    <T> Optional<T> ask(Supplier<T> request) {
        Optional<Instant> until = closedUntil.get();
        if (until.isPresent()) {
            Instant now = timing.now();
            boolean mayTry =
                    !now.isBefore(until.get())
                            && closedUntil.compareAndSet(until, Optional.of(now.plus(PAUSE)));
            if (!mayTry) {
                return Optional.empty();
            }
        }
        return insist(request);
    }

    /// The same for what nobody waits for, and what is worth a try at any time.
    <T> Optional<T> insist(Supplier<T> request) {
        try {
            T answer = request.get();
            closedUntil.set(Optional.empty());
            return Optional.of(answer);
        } catch (RuntimeException e) {
            Optional<Instant> before = closedUntil.getAndSet(Optional.of(timing.now().plus(PAUSE)));
            if (before.isEmpty()) {
                observer.degraded(what, e);
            }
            return Optional.empty();
        }
    }
}
