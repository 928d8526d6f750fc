package dev.tollgate.routing;

import dev.tollgate.config.Timing;
import java.time.Duration;
import java.util.List;
import java.util.function.Function;

/// How an alias is served: its targets in order, and the policies around each.
///
/// @param deadline for the whole call, retries and fallbacks included
/// @param stallTimeout how long a stream may pause after its first token
public record Plan(
        List<Target> targets,
        int retries,
        Duration attemptTimeout,
        Duration firstTokenTimeout,
        Duration stallTimeout,
        Duration deadline) {

    public Plan {
        targets = List.copyOf(targets);
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
