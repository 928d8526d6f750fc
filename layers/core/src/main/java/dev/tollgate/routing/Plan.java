package dev.tollgate.routing;

import dev.tollgate.config.Timing;
import java.time.Duration;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;

/// How an alias is served: its targets in order, and the policies around each.
///
/// @param targets the first, then the fallbacks in order; behind the variant that a split has chosen
/// @param detours where a failure of some kind leads before anything else (`fallbackOn`)
/// @param hedgeAfter when a second target is asked beside the first; empty: never
/// @param deadline for the whole call, retries and fallbacks included
/// @param stallTimeout how long a stream may pause after its first token
public record Plan(
        List<Target> targets,
        Optional<Split> split,
        Map<Failure.Kind, List<Target>> detours,
        Optional<Duration> hedgeAfter,
        Optional<Degrade> degrade,
        int retries,
        Duration attemptTimeout,
        Duration firstTokenTimeout,
        Duration stallTimeout,
        Duration deadline) {

    public Plan {
        targets = List.copyOf(targets);
        detours = Map.copyOf(detours);
    }

    /// Targets in order, and nothing else.
    public Plan(
            List<Target> targets,
            int retries,
            Duration attemptTimeout,
            Duration firstTokenTimeout,
            Duration stallTimeout,
            Duration deadline) {
        this(
                targets,
                Optional.empty(),
                Map.of(),
                Optional.empty(),
                Optional.empty(),
                retries,
                attemptTimeout,
                firstTokenTimeout,
                stallTimeout,
                deadline);
    }

    /// Every target that a call may reach.
    public Set<Target> all() {
        Set<Target> all = new LinkedHashSet<>();
        split.ifPresent(it -> it.variants().forEach(variant -> all.add(variant.target())));
        all.addAll(targets);
        detours.values().forEach(all::addAll);
        return all;
    }

    /// The stack that carries the plan out: `Fallback(Retry(Timeout(target)))`.
    ///
    /// Retry stands inside fallback, so that every target gets its retries; timeout inside retry, so that each try has its own time.
    public Upstream stack(Function<Target, Upstream> upstreams, Timing timing) {
        return Fallback.over(
                targets.stream()
                        .map(upstreams)
                        .map(target ->
                                new Timeout(
                                        attemptTimeout,
                                        firstTokenTimeout,
                                        stallTimeout,
                                        timing,
                                        target))
                        .map(timed -> Retry.around(timed, retries, Backoff.DEFAULT, timing))
                        .toList(),
                timing);
    }
}
