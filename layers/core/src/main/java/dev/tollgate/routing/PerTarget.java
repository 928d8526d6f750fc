package dev.tollgate.routing;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Supplier;

/// What this sandbox keeps of each target. Of more than [#MAX], those that were not asked for the longest are forgotten.
final class PerTarget<T> {
    static final int MAX = 10_000;

    private final Supplier<T> fresh;
    private final Map<Target, T> kept =
            new LinkedHashMap<>(16, 0.75f, true) {
                private static final long serialVersionUID = 1L;

                @Override
                protected boolean removeEldestEntry(Map.Entry<Target, T> eldest) {
                    return size() > MAX;
                }
            };

    /// @param fresh what a target begins with
    PerTarget(Supplier<T> fresh) {
        this.fresh = fresh;
    }

    synchronized T of(Target target) {
        return kept.computeIfAbsent(target, _ -> fresh.get());
    }
}
