package dev.tollgate.routing;

/// Told what a provider says of its own limit on us, with each answer that says so. A provider that has several is heard of each.
@FunctionalInterface
public interface QuotaObserver {
    void observed(Target target, Quota quota);
}
