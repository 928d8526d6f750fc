package dev.tollgate.function.usage;

import dev.tollgate.api.ApiError;
import dev.tollgate.config.Bounds;
import dev.tollgate.rollup.Dimension;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;

/// What a request names to group and to filter by.
final class Names {
    static final int MAX_GROUP_BY = 8;

    /// Names that one request filters by.
    static final int MAX_FILTERS = 16;

    /// Parameters that are no filters. A tag of such a name is filtered by as `tag:NAME`.
    private static final Set<String> OWN =
            Set.of(
                    Period.FROM,
                    Period.TO,
                    Cursor.CURSOR,
                    Cursor.LIMIT,
                    UsageQuery.GROUP_BY,
                    UsageQuery.FORMAT,
                    UsageQuery.SORT,
                    UsageQuery.OUTLIERS,
                    UsageQuery.FACTOR,
                    UsageQuery.FORECAST,
                    UsageQuery.COMPARE_FROM,
                    UsageQuery.COMPARE_TO,
                    RequestList.MIN_COST);

    private static final Pattern NAME =
            Pattern.compile(
                    "("
                            + Dimension.TAG_PREFIX
                            + ")?[A-Za-z0-9_.:-]{1,"
                            + Bounds.MAX_TAG_NAME
                            + "}");

    private Names() {}

    static List<Dimension> groupBy(Parameters parameters) {
        List<String> names =
                parameters.all().getOrDefault(UsageQuery.GROUP_BY, List.of()).stream()
                        .flatMap(list -> Arrays.stream(list.split(",", -1)))
                        .map(String::strip)
                        .filter(name -> !name.isEmpty())
                        .toList();
        names.stream()
                .filter(name -> Column.named(name).isPresent())
                .findFirst()
                .ifPresent(name -> {
                    throw Parameters.invalid(
                            UsageQuery.GROUP_BY,
                            "'" + name + "' is what a report sums, not a group");
                });
        List<Dimension> dimensions =
                names.stream()
                        .map(name -> dimension(name, UsageQuery.GROUP_BY))
                        .distinct()
                        .toList();
        if (dimensions.size() > MAX_GROUP_BY) {
            throw Parameters.invalid(
                    UsageQuery.GROUP_BY, "need at most " + MAX_GROUP_BY + " names");
        }
        return dimensions;
    }

    /// @throws ApiError 400 naming the parameter that can't be
    static List<Filter> filters(Parameters parameters) {
        List<Filter> filters = new ArrayList<>();
        parameters
                .all()
                .forEach((param, values) -> {
                    if (!OWN.contains(param)) {
                        boolean excluding = param.endsWith(Filter.NOT);
                        String name = excluding ? param.substring(0, param.length() - 1) : param;
                        filters.add(
                                new Filter(dimension(name, param), Set.copyOf(values), excluding));
                    }
                });
        if (filters.size() > MAX_FILTERS) {
            throw Parameters.invalid(
                    filters.get(MAX_FILTERS).written(), "need at most " + MAX_FILTERS + " filters");
        }
        return List.copyOf(filters);
    }

    private static Dimension dimension(String name, String param) {
        if (!NAME.matcher(name).matches()) {
            throw Parameters.invalid(param, "need names of 1 to 64 of A-Z a-z 0-9 _ . : -");
        }
        return Dimension.named(name);
    }
}
