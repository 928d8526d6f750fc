package dev.tollgate.cache;

/// Told when a store of kept answers does not work, once for each time that it is down.
@FunctionalInterface
public interface StoreObserver {
    /// @param what we go on without
    void degraded(String what, Throwable cause);
}
