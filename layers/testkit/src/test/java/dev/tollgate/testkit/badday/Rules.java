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
    /// None of them is meant to bind on a day on which applications do what they should.
    static final List<Limit> GENEROUS = rules(6_000);

    /// They keep each feature to about four times what it needs.
    static final List<Limit> TIGHT = rules(60);

    private static final long USD = 1_000_000_000;

    private Rules() {}

    private static List<Limit> rules(long requestsPerMinute) {
        return List.of(
                limit("requests", Scope.TEAM, new Measure.RequestsPerMinute(requestsPerMinute)),
                limit("tokens", "feature", new Measure.TokensPerMinute(3_000_000)),
                limit("calls", Scope.TEAM, new Measure.Concurrent(3_000)),
                limit("usd", Scope.TEAM, new Measure.Budget(1_000 * USD, Period.DAY)),
                limit("provider", Scope.PROVIDER, new Measure.RequestsPerMinute(6_000)));
    }

    private static Limit limit(String name, String each, Measure measure) {
        return new Limit(
                name,
                new Scope(Optional.of(each), new TreeMap<>(Map.of())),
                measure,
                Duration.ofSeconds(2),
                new Exceeded.Reject(),
                0.2,
                true);
    }
}
