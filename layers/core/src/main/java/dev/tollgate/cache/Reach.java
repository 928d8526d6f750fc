package dev.tollgate.cache;

import dev.tollgate.config.Fuse;
import dev.tollgate.config.StoreObserver;
import dev.tollgate.config.StoreUnavailable;
import dev.tollgate.config.Timing;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Supplier;

/// The way to a store that one can do without.
final class Reach {
    private final Fuse fuse;
    private final StoreObserver observer;
    private final AtomicBoolean unreadable = new AtomicBoolean();

    /// @param consequence what comes of it while the store is down, for people
    Reach(String consequence, Timing timing, StoreObserver observer) {
        this.fuse = new Fuse(consequence, timing, observer);
        this.observer = observer;
    }

    /// What the store says; empty if it failed, or is left alone.
    <T> Optional<T> ask(Supplier<T> request) {
        return fuse.letsPass() ? insist(request) : Optional.empty();
    }

    /// The same for what nobody waits for, and what is worth a try at any time.
    ///
    /// An item that can't be read says nothing of the store: it is as good as not there, which is told once.
    <T> Optional<T> insist(Supplier<T> request) {
        try {
            T answer = request.get();
            fuse.held();
            return Optional.of(answer);
        } catch (StoreUnavailable e) {
            fuse.blew(e);
            return Optional.empty();
        } catch (RuntimeException e) {
            fuse.held();
            if (unreadable.compareAndSet(false, true)) {
                observer.degraded("kept answers that can't be read count as missing", e);
            }
            return Optional.empty();
        }
    }
}
