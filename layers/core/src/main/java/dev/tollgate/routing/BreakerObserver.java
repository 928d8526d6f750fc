package dev.tollgate.routing;

/// Told of what breakers do.
public interface BreakerObserver {
    /// Nobody is sent to a target until the opening is over.
    void opened(Target target, BreakerStore.Opening opening);

    /// A probe has shown that it answers again.
    void closed(Target target);

    /// Something does not work as it should, and we go on without it.
    void degraded(String what, Throwable cause);
}
