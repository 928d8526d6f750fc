package dev.tollgate.config;

/// Told when a store does not work.
@FunctionalInterface
public interface StoreObserver {
    /// Something does not work as it should, and we go on without it.
    ///
    /// @param what we go on without
    void degraded(String what, Throwable cause);
}
