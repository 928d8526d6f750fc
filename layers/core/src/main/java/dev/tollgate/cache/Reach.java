package dev.tollgate.cache;

import dev.tollgate.config.Fuse;
import dev.tollgate.config.StoreObserver;
import dev.tollgate.config.Timing;
import java.util.Optional;
import java.util.function.Supplier;

/// The way to a store that one can do without.
record Reach(Fuse fuse) {

    /// @param consequence what comes of it while the store is down, for people
    Reach(String consequence, Timing timing, StoreObserver observer) {
        this(new Fuse(consequence, timing, observer));
    }

    /// What the store says; empty if it failed, or is left alone.
    <T> Optional<T> ask(Supplier<T> request) {
        return fuse.letsPass() ? insist(request) : Optional.empty();
    }

    /// The same for what nobody waits for, and what is worth a try at any time.
    <T> Optional<T> insist(Supplier<T> request) {
        try {
            T answer = request.get();
            fuse.held();
            return Optional.of(answer);
        } catch (RuntimeException e) {
            fuse.blew(e);
            return Optional.empty();
        }
    }
}
