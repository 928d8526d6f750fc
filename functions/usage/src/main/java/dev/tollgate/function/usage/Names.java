package dev.tollgate.function.usage;

import dev.tollgate.api.ApiError;
import dev.tollgate.config.Bounds;
import dev.tollgate.ledger.LedgerRecord.Status;
import dev.tollgate.rollup.Dimension;
import dev.tollgate.rollup.Dimension.Property;
import dev.tollgate.rollup.Dimension.Tag;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

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

    private static final SortedSet<String> STATUSES =
            Stream.concat(Stream.of("pending"), Arrays.stream(Status.values()).map(Names::lower))
                    .collect(Collectors.toCollection(TreeSet::new));

    /// What else stands in a row.
    private static final Set<String> MEMBERS = Set.of("overflow", "outlier", "earlier", "change");

    private static final Pattern NAME =
            Pattern.compile(
                    "("
                            + Dimension.TAG_PREFIX
                            + ")?[A-Za-z0-9_.:-]{1,"
                            + Bounds.MAX_TAG_NAME
                            + "}");

    private Names() {}

    private static String lower(Status status) {
        return status.name().toLowerCase(Locale.ROOT);
    }

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

    /// @param unknown parameters of other lists: whoever sends one would take it for heard
    /// @throws ApiError 400 naming the parameter that can't be
    static List<Filter> filters(Parameters parameters, Set<String> unknown) {
        unknown.stream()
                .filter(parameters.all()::containsKey)
                .sorted()
                .findFirst()
                .ifPresent(name -> {
                    throw Parameters.invalid(name, "is no parameter of this path");
                });
        List<Filter> filters = new ArrayList<>();
        parameters
                .all()
                .forEach((param, values) -> {
                    if (!OWN.contains(param)) {
                        boolean excluding = param.endsWith(Filter.NOT);
                        String name = excluding ? param.substring(0, param.length() - 1) : param;
                        Dimension dimension = dimension(name, param);
                        if (dimension == Property.STATUS) {
                            checkStatus(values, param);
                        }
                        filters.add(new Filter(dimension, Set.copyOf(values), excluding));
                    }
                });
        if (filters.size() > MAX_FILTERS) {
            throw Parameters.invalid(
                    filters.get(MAX_FILTERS).written(), "need at most " + MAX_FILTERS + " filters");
        }
        return List.copyOf(filters);
    }

    private static void checkStatus(List<String> values, String param) {
        if (!STATUSES.containsAll(values)) {
            throw Parameters.invalid(param, "need one of " + String.join(", ", STATUSES));
        }
    }

    /// A dimension as it is asked for, and as it stands beside figures: a tag with the name of a parameter or a figure is `tag:NAME`.
    static String written(Dimension dimension) {
        return switch (dimension) {
            case Property property -> property.written();
            case Tag tag -> isTaken(tag.name()) ? Dimension.TAG_PREFIX + tag.name() : tag.written();
        };
    }

    private static boolean isTaken(String name) {
        return OWN.contains(name)
                || MEMBERS.contains(name)
                || Column.ALL.stream()
                        .anyMatch(column ->
                                column.name().equals(name)
                                        || column.nested().filter(name::equals).isPresent());
    }

    private static Dimension dimension(String name, String param) {
        if (!NAME.matcher(name).matches()) {
            throw Parameters.invalid(param, "need names of 1 to 64 of A-Z a-z 0-9 _ . : -");
        }
        return Dimension.named(name);
    }
}
