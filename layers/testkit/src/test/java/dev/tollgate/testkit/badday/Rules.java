package dev.tollgate.testkit.badday;

import dev.tollgate.limits.Limit;
import dev.tollgate.limits.Limit.Exceeded;
import dev.tollgate.limits.Limit.Measure;
import dev.tollgate.limits.Limit.Period;
import dev.tollgate.limits.Scope;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/// Limits of every kind.
final class Rules {
    private static final Duration MAX_WAIT = Duration.ofSeconds(2);
    private static final long USD = 1_000_000_000;

    /// None of them is meant to bind on a day on which applications do what they should.
    static final List<Limit> GENEROUS = rules(6_000, 1_000 * USD, true);

    /// The same, but nothing passes uncounted.
    static final List<Limit> CLOSED = rules(6_000, 1_000 * USD, false);

    /// They keep each team to about three times what it needs.
    static final List<Limit> TIGHT = rules(60, 1_000 * USD, true);

    /// A third of what each team needs.
    static final List<Limit> POOR = rules(6_000, 3 * USD, true);

    /// For all together, less than they need, and more than those need for whom it matters.
    static final List<Limit> SCARCE =
            List.of(
                    new Limit(
                            "scarce",
                            new Scope(Optional.empty(), new TreeMap<>(Map.of())),
                            new Measure.RequestsPerMinute(100),
                            MAX_WAIT,
                            new Exceeded.Reject(),
                            0.2,
                            true));

    private Rules() {}

    private static List<Limit> rules(long requestsPerMinute, long nanoUsdPerDay, boolean failOpen) {
        return List.of(
                limit(
                        "requests",
                        Scope.TEAM,
                        new Measure.RequestsPerMinute(requestsPerMinute),
                        failOpen),
                limit("tokens", "feature", new Measure.TokensPerMinute(3_000_000), failOpen),
                limit("calls", Scope.TEAM, new Measure.Concurrent(3_000), failOpen),
                limit("usd", Scope.TEAM, new Measure.Budget(nanoUsdPerDay, Period.DAY), failOpen),
                limit("provider", Scope.PROVIDER, new Measure.RequestsPerMinute(6_000), failOpen));
    }

    private static Limit limit(String name, String each, Measure measure, boolean failOpen) {
        return new Limit(
                name,
                new Scope(Optional.of(each), new TreeMap<>(Map.of())),
                measure,
                MAX_WAIT,
                new Exceeded.Reject(),
                0.2,
                failOpen);
    }
}
