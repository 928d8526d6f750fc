package dev.tollgate.function.usage;

import dev.tollgate.identity.KeyStore;
import dev.tollgate.limits.Limit;
import dev.tollgate.limits.Limit.Measure;
import dev.tollgate.limits.Scope;
import dev.tollgate.rollup.Dimension;
import dev.tollgate.rollup.Sums.Row;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/// Which budgets of a limit concern a team. Those of a limit that counts apart for each value are as many as the team's calls have values in its period.
///
/// @param rollup [Sums#read]
record BudgetShares(Rollup rollup, KeyStore keys) {
    /// Of one limit, the dearest; the others are left out.
    static final int MAX_VALUES = 20;

    /// The figures of all calls that began from `from` on and before `to`, both whole hours.
    @FunctionalInterface
    interface Rollup {
        List<Row> read(String team, Instant from, Instant to, Set<Dimension> by);
    }

    List<BudgetShare> of(Limit limit, Measure.Budget budget, String team, Instant now) {
        if (!concerns(limit.scope(), team)) {
            return List.of();
        }
        BudgetShare all = BudgetShare.of(limit, team);
        Optional<String> each = limit.scope().each();
        if (each.isEmpty()) {
            return List.of(all);
        }
        String dimension = each.get();
        return dimension.equals(Scope.TEAM)
                ? List.of(all.with(dimension, Optional.of(team)))
                : values(limit.scope(), dimension, budget, team, now).stream()
                        .map(value -> all.with(dimension, value))
                        .toList();
    }

    private boolean concerns(Scope scope, String team) {
        String matched = scope.match().getOrDefault(Scope.TEAM, team);
        String key = scope.match().get(Scope.KEY);
        return matched.equals(team)
                && (key == null
                        || keys.find(key)
                                .filter(it -> it.principal().team().equals(team))
                                .isPresent());
    }

    private List<Optional<String>> values(
            Scope scope, String each, Measure.Budget budget, String team, Instant now) {
        Map<Dimension, Optional<String>> wanted = new HashMap<>();
        scope.match().forEach((name, value) -> wanted.put(dimension(name), Optional.of(value)));
        Dimension by = dimension(each);
        Map<Dimension, Optional<String>> asked = new HashMap<>(wanted);
        asked.putIfAbsent(by, Optional.empty());
        Instant from = budget.per().firstDay(now).atStartOfDay(ZoneOffset.UTC).toInstant();
        Instant to = now.truncatedTo(ChronoUnit.HOURS).plus(Duration.ofHours(1));
        return rollup.read(team, from, to, asked.keySet()).stream()
                .filter(row -> !row.overflow())
                .filter(row -> row.values().entrySet().containsAll(wanted.entrySet()))
                .sorted(Comparator.comparingLong((Row row) -> row.figures().nanoUsd()).reversed())
                .map(row -> row.values().getOrDefault(by, Optional.empty()))
                .limit(MAX_VALUES)
                .toList();
    }

    private static Dimension dimension(String name) {
        return BudgetShare.isTag(name)
                ? new Dimension.Tag(BudgetShare.tagName(name))
                : Dimension.named(name);
    }
}
