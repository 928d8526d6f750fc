package dev.tollgate.routing;

import dev.tollgate.config.Timing;
import java.time.Duration;
import java.util.HashMap;
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

    /// The stacks that carry the plan out: `Fallback(Guard(Paced(Retry(Cooling(Gated(Timeout(target)))))))`.
    ///
    /// Retry stands inside fallback, so that every target gets its retries; timeout inside retry, so that each try has its own time. The gate stands
    /// around timeout: what a call waits there for limits of ours is not the target's time. The guard stands around retry, and sees what a call got in the
    /// end; a target's wish to be left alone is heard inside of it, from each try.
    public Stack stack(Function<Target, Upstream> upstreams, Safeguards safeguards, Timing timing) {
        Map<Target, Upstream> stacks = new HashMap<>();
        for (Target target : all()) {
            stacks.put(target, around(upstreams.apply(target), target, safeguards, timing));
        }
        return new Stack(stacks, hedgeAfter, timing);
    }

    private Upstream around(
            Upstream provider, Target target, Safeguards safeguards, Timing timing) {
        Upstream timed =
                new Timeout(attemptTimeout, firstTokenTimeout, stallTimeout, timing, provider);
        Upstream gated = new Gated(target, timed);
        Upstream cooling =
                safeguards
                        .breakers()
                        .<Upstream>map(it -> new Cooling(target, it, gated))
                        .orElse(gated);
        Upstream retried =
                Retry.around(
                        cooling,
                        target,
                        retries,
                        Backoff.DEFAULT,
                        safeguards.retryBudget(),
                        timing);
        Upstream paced =
                safeguards
                        .pace()
                        .<Upstream>map(it -> new Paced(target, it, timing, retried))
                        .orElse(retried);
        return safeguards
                .breakers()
                .<Upstream>map(it -> new Guard(target, it, enough(), timing, paced, cooling))
                .orElse(paced);
    }

    /// Silence counts against a target once it has had most of the time that any call of this plan would give it.
    private Guard.Enough enough() {
        Duration whole =
                degrade.map(Degrade::after)
                        .filter(it -> it.compareTo(deadline) < 0)
                        .orElse(deadline);
        Duration buffered = min(attemptTimeout, whole);
        return new Guard.Enough(most(buffered), most(min(firstTokenTimeout, buffered)));
    }

    private static Duration most(Duration time) {
        return time.multipliedBy(3).dividedBy(4);
    }

    private static Duration min(Duration one, Duration other) {
        return one.compareTo(other) < 0 ? one : other;
    }
}
