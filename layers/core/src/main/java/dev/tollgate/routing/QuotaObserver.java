package dev.tollgate.routing;

/// Told of what providers say is left of their own limits on us.
@FunctionalInterface
public interface QuotaObserver {
    void observed(Target target, Quota quota);
}
