package dev.tollgate.function.usage;

import dev.tollgate.limits.Limit;
import dev.tollgate.limits.Scope;
import dev.tollgate.limits.Subject;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Collectors;

/// One of the budgets that a limit keeps apart, as it stands for one team.
///
/// @param values by dimension, what its calls have; empty where they lack the tag
record BudgetShare(Limit limit, String team, SortedMap<String, Optional<String>> values) {
    private static final String TAG = "tag:";

    /// The one of a team's calls that have what the limit matches.
    static BudgetShare of(Limit limit, String team) {
        SortedMap<String, Optional<String>> values = new TreeMap<>();
        limit.scope()
                .match()
                .forEach((dimension, value) -> values.put(dimension, Optional.of(value)));
        return new BudgetShare(limit, team, values);
    }

    /// The same of those that have one more value.
    BudgetShare with(String dimension, Optional<String> value) {
        SortedMap<String, Optional<String>> more = new TreeMap<>(values);
        more.put(dimension, value);
        return new BudgetShare(limit, team, more);
    }

    /// Whether other teams use it up, too. Values of tags are counted apart for each team.
    boolean isShared() {
        boolean apart = limit.scope().each().filter(BudgetShare::isTag).isPresent();
        return !apart && !values.containsKey(Scope.TEAM) && !values.containsKey(Scope.KEY);
    }

    /// A caller that this budget counts.
    Subject subject() {
        return new Subject(
                value(Scope.KEY).orElse(""),
                team,
                value(Scope.ALIAS).orElse(""),
                values.entrySet().stream()
                        .filter(it -> isTag(it.getKey()) && it.getValue().isPresent())
                        .collect(
                                Collectors.toMap(
                                        it -> tagName(it.getKey()),
                                        it -> it.getValue().orElseThrow())));
    }

    Optional<String> provider() {
        return value(Scope.PROVIDER);
    }

    private Optional<String> value(String dimension) {
        return Optional.ofNullable(values.get(dimension)).flatMap(value -> value);
    }

    static boolean isTag(String dimension) {
        return switch (dimension) {
            case Scope.KEY, Scope.TEAM, Scope.ALIAS, Scope.PROVIDER -> false;
            default -> true;
        };
    }

    static String tagName(String dimension) {
        return dimension.startsWith(TAG) ? dimension.substring(TAG.length()) : dimension;
    }
}
