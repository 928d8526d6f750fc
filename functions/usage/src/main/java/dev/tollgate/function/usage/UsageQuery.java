package dev.tollgate.function.usage;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.tollgate.api.ApiError;
import dev.tollgate.config.Bounds;
import dev.tollgate.ledger.LedgerRecord;
import java.time.Instant;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/// What a report is asked to show: `group_by=feature,model&from=...&to=...`, and every other parameter a filter, such as `feature=summarize`.
///
/// @param filters a record is selected if each of these has one of the values; the empty value stands for records without the tag
record UsageQuery(Period period, List<Dimension> groupBy, Map<Dimension, Set<String>> filters) {
    static final int MAX_GROUP_BY = 8;

    private static final String GROUP_BY = "group_by";
    private static final String FORMAT = "format";
    private static final Set<String> OWN = Set.of(GROUP_BY, FORMAT, Period.FROM, Period.TO);
    private static final Pattern NAME =
            Pattern.compile("[A-Za-z0-9_.:-]{1," + Bounds.MAX_TAG_NAME + "}");

    /// @throws ApiError 400 naming the parameter that can't be
    static UsageQuery read(Map<String, List<String>> parameters, Instant now) {
        List<String> formats = parameters.getOrDefault(FORMAT, List.of());
        if (!formats.stream().allMatch("json"::equals)) {
            throw invalid(FORMAT, "need json, the only format there is");
        }
        Map<Dimension, Set<String>> filters = new LinkedHashMap<>();
        parameters.forEach((name, values) -> {
            if (!OWN.contains(name)) {
                filters.put(dimension(name, name), Set.copyOf(values));
            }
        });
        return new UsageQuery(Period.read(parameters, now), groupBy(parameters), filters);
    }

    private static List<Dimension> groupBy(Map<String, List<String>> parameters) {
        List<String> names =
                parameters.getOrDefault(GROUP_BY, List.of()).stream()
                        .flatMap(list -> Arrays.stream(list.split(",", -1)))
                        .map(String::strip)
                        .filter(name -> !name.isEmpty())
                        .distinct()
                        .toList();
        if (names.size() > MAX_GROUP_BY) {
            throw invalid(GROUP_BY, "need at most " + MAX_GROUP_BY + " names");
        }
        names.stream()
                .filter(UsageQuery::isMeasure)
                .findFirst()
                .ifPresent(name -> {
                    throw invalid(GROUP_BY, "'" + name + "' is what a report sums, not a group");
                });
        return names.stream().map(name -> dimension(name, GROUP_BY)).toList();
    }

    private static boolean isMeasure(String name) {
        return Stream.concat(
                        Arrays.stream(Measure.values()).map(Measure::written),
                        Stream.of(Sums.COST_USD))
                .anyMatch(name::equals);
    }

    private static Dimension dimension(String name, String param) {
        if (!NAME.matcher(name).matches()) {
            throw invalid(param, "need names of 1 to 64 of A-Z a-z 0-9 _ . : -");
        }
        return Dimension.named(name);
    }

    boolean selects(LedgerRecord record) {
        return filters.entrySet().stream()
                .allMatch(filter ->
                        filter.getValue().contains(filter.getKey().of().apply(record).orElse("")));
    }

    ObjectNode write(ObjectNode json) {
        json.put(Period.FROM, period.from().toString()).put(Period.TO, period.to().toString());
        ArrayNode names = json.putArray(GROUP_BY);
        groupBy.forEach(dimension -> names.add(dimension.name()));
        ObjectNode chosen = json.putObject("filters");
        filters.forEach((dimension, values) -> {
            ArrayNode list = chosen.putArray(dimension.name());
            values.stream().sorted().forEach(list::add);
        });
        return json;
    }

    static ApiError invalid(String param, String message) {
        return ApiError.badRequest("invalid_value", "'" + param + "': " + message + ".", param);
    }
}
