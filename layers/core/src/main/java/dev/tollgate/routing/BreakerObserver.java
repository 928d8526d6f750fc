package dev.tollgate.routing;

import dev.tollgate.config.StoreObserver;

/// Told of what breakers do.
public interface BreakerObserver extends StoreObserver {
    /// Nobody is sent to a target until the opening is over.
    void opened(Target target, BreakerStore.Opening opening);

    /// A probe has shown that it answers again.
    void closed(Target target);
}
