package dev.tollgate.function.usage;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.tollgate.api.ApiError;
import dev.tollgate.function.usage.Position.Order;
import dev.tollgate.rollup.Dimension;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;

/// What a report is asked to show: `group_by=feature,model&from=...&to=...`, and every other parameter a filter, such as `feature=summarize`.
///
/// @param period as it was asked for
/// @param actual the same, with the current hour as a whole
/// @param outlierFactor only groups beyond this factor of the median
/// @param earlier the period to compare each row with
/// @param question see [Cursor#question]
record UsageQuery(
        Period period,
        Period actual,
        List<Dimension> groupBy,
        List<Filter> filters,
        Format format,
        Order order,
        int limit,
        Optional<BigDecimal> outlierFactor,
        boolean forecast,
        Optional<Period> earlier,
        String question,
        Optional<Cursor> cursor) {
    static final String GROUP_BY = "group_by";
    static final String FORMAT = "format";
    static final String SORT = "sort";
    static final String OUTLIERS = "outliers";
    static final String FACTOR = "factor";
    static final String FORECAST = "forecast";
    static final String COMPARE_FROM = "compare_from";
    static final String COMPARE_TO = "compare_to";

    static final String DEAREST_FIRST = "-" + Column.COST_USD;

    /// In what form a report comes, and how many rows a page of it has: at most, and if nothing is said.
    enum Format {
        JSON(1_000, 100),
        CSV(10_000, 10_000),
        FOCUS(10_000, 10_000);

        private final int maxRows;
        private final int rows;

        Format(int maxRows, int rows) {
            this.maxRows = maxRows;
            this.rows = rows;
        }

        String written() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    /// @throws ApiError 400 naming the parameter that can't be
    static UsageQuery read(String path, Parameters parameters, Instant now) {
        Format format = parameters.one(FORMAT).map(UsageQuery::format).orElse(Format.JSON);
        List<Dimension> groupBy = Names.groupBy(parameters);
        String question = Cursor.question(path, parameters);
        Optional<Cursor> cursor =
                Cursor.read(parameters, question)
                        .map(it -> format == Format.FOCUS ? it : it.having(groupBy.size()));
        Period period = cursor.map(Cursor::period).orElseGet(() -> Period.read(parameters, now));
        return new UsageQuery(
                period,
                cursor.map(Cursor::actual).orElseGet(() -> period.by(now)),
                groupBy,
                Names.filters(parameters, Set.of(RequestList.MIN_COST)),
                format,
                Order.read(parameters.one(SORT).orElse(DEAREST_FIRST), groupBy, SORT),
                parameters.count(Cursor.LIMIT, format.rows, format.maxRows),
                Outliers.factor(parameters, groupBy),
                parameters.flag(FORECAST),
                Comparison.period(parameters, groupBy),
                question,
                cursor);
    }

    private static Format format(String name) {
        return Arrays.stream(Format.values())
                .filter(format -> format.written().equals(name))
                .findFirst()
                .orElseThrow(() -> Parameters.invalid(FORMAT, "need json, csv or focus"));
    }

    /// The cursor of what comes after a position.
    Cursor after(Position last) {
        return new Cursor(question, period, actual.to(), last);
    }

    ObjectNode write(ObjectNode json) {
        json.put(Period.FROM, period.from().toString()).put(Period.TO, period.to().toString());
        ArrayNode names = json.putArray(GROUP_BY);
        groupBy.forEach(dimension -> names.add(Names.written(dimension)));
        ObjectNode chosen = json.putObject("filters");
        filters.forEach(filter -> {
            ArrayNode list = chosen.putArray(filter.written());
            filter.values().stream().sorted().forEach(list::add);
        });
        return json;
    }
}
