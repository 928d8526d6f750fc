package dev.tollgate.function.usage;

import dev.tollgate.rollup.Dimension;
import dev.tollgate.rollup.Figures;
import dev.tollgate.rollup.Sums;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/// Calls that have the same values of the dimensions asked for.
///
/// @param values in the dimensions' order; empty where the calls have none
record Group(List<Optional<String>> values, Figures figures) {
    /// Groups of one report.
    static final int MAX = 50_000;

    /// Whether it holds calls of several values that were too many to keep apart.
    boolean overflow() {
        return values.contains(Optional.of(Sums.OVERFLOW));
    }

    /// What must be asked for to group and filter.
    static Set<Dimension> dimensions(List<Dimension> by, List<Filter> filters) {
        return Stream.concat(by.stream(), filters.stream().map(Filter::dimension))
                .collect(Collectors.toUnmodifiableSet());
    }

    /// The groups of those rows that all filters select, in no order.
    ///
    /// @param rows each with every dimension of the groups and the filters
    static List<Group> of(List<Sums.Row> rows, List<Dimension> by, List<Filter> filters) {
        Map<List<Optional<String>>, Figures> groups = new HashMap<>();
        for (Sums.Row row : rows) {
            if (filters.stream()
                    .allMatch(filter -> filter.selects(value(row, filter.dimension())))) {
                List<Optional<String>> values =
                        by.stream().map(dimension -> value(row, dimension)).toList();
                groups.computeIfAbsent(values, _ -> new Figures()).add(row.figures());
                if (groups.size() > MAX) {
                    throw Account.tooLarge("more than " + MAX + " rows");
                }
            }
        }
        return groups.entrySet().stream()
                .map(group -> new Group(group.getKey(), group.getValue()))
                .toList();
    }

    static Figures total(List<Group> groups) {
        Figures total = new Figures();
        groups.forEach(group -> total.add(group.figures()));
        return total;
    }

    private static Optional<String> value(Sums.Row row, Dimension dimension) {
        return row.values().getOrDefault(dimension, Optional.empty());
    }
}
