package dev.tollgate.function.usage;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.tollgate.http.Json;
import dev.tollgate.rollup.Dimension;
import dev.tollgate.rollup.Dimension.Property;
import dev.tollgate.rollup.Dimension.Tag;
import dev.tollgate.rollup.Figures;
import dev.tollgate.rollup.Measure;
import dev.tollgate.rollup.Sums;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/// The answer to a question: all of its rows in order, and their total.
///
/// @param total its group has no values
record UsageReport(
        UsageQuery query,
        List<Line> lines,
        Line total,
        Warnings warnings,
        Optional<Forecast> forecast) {

    static UsageReport of(UsageQuery query, Account account, Instant now) {
        Set<Dimension> by = Group.dimensions(query.groupBy(), query.filters());
        List<Sums.Row> rows = account.read(query.actual(), by);
        List<Sums.Row> before =
                query.earlier().map(period -> account.read(period.by(now), by)).orElse(List.of());
        Warnings warnings = new Warnings();
        warnings.overflow(rows);
        if (by.stream().anyMatch(Tag.class::isInstance)) {
            warnings.unknown(by, account.tags(query.actual()));
        }
        List<Line> lines = new ArrayList<>(lines(query, groups(query, rows), before, warnings));
        lines.sort(Comparator.comparing(line -> query.order().of(line.group()), query.order()));
        Line total = total(lines, query);
        warnings.incomplete(total.group().figures());
        if (total.group().figures().of(Measure.UNPRICED_CALLS) > 0) {
            Set<Dimension> targets =
                    Group.dimensions(List.of(Property.PROVIDER, Property.MODEL), query.filters());
            warnings.unpriced(account.read(query.actual(), targets), query.filters());
        }
        return new UsageReport(
                query,
                lines,
                total,
                warnings,
                query.forecast()
                        ? Optional.of(Forecast.of(query, account, now))
                        : Optional.empty());
    }

    private static List<Line> lines(
            UsageQuery query, List<Group> groups, List<Sums.Row> before, Warnings warnings) {
        if (query.outlierFactor().isPresent()) {
            return outliers(groups, query.outlierFactor().get(), warnings);
        }
        return query.earlier().isPresent()
                ? Comparison.lines(groups, groups(query, before))
                : groups.stream()
                        .map(group -> new Line(group, Optional.empty(), Optional.empty()))
                        .toList();
    }

    private static List<Group> groups(UsageQuery query, List<Sums.Row> rows) {
        return Group.of(rows, query.groupBy(), query.filters());
    }

    private static List<Line> outliers(List<Group> groups, BigDecimal factor, Warnings warnings) {
        Outliers outliers = Outliers.among(groups, factor);
        if (!outliers.known() && !groups.isEmpty()) {
            warnings.add(
                    "no_median",
                    "There is no median to go by: it is taken over groups of %d calls or more, and must be above 0."
                            .formatted(Outliers.MIN_CALLS));
        }
        Map<Group, Outliers.Outlier> found = outliers.of(groups);
        return found.entrySet().stream()
                .map(it -> new Line(it.getKey(), Optional.of(it.getValue()), Optional.empty()))
                .toList();
    }

    private static Line total(List<Line> lines, UsageQuery query) {
        Figures now = new Figures();
        Figures earlier = new Figures();
        for (Line line : lines) {
            now.add(line.group().figures());
            line.earlier().ifPresent(earlier::add);
        }
        return new Line(
                new Group(List.of(), now), Optional.empty(), query.earlier().map(_ -> earlier));
    }

    ObjectNode json() {
        ObjectNode json = query.write(Json.object().put("object", "usage"));
        ArrayNode rows = json.putArray("rows");
        Page page = new Page(query);
        for (Line line : rest()) {
            ObjectNode row = line.json(query.groupBy());
            if (!page.take(query.order().of(line.group()), row.toString())) {
                break;
            }
            rows.add(row);
        }
        json.set("totals", total.json(List.of()));
        page.next().ifPresent(cursor -> json.put("next_cursor", cursor.written()));
        warnings.write(json.putArray("warnings"));
        forecast.ifPresent(it -> it.write(json.putObject("forecast")));
        return json;
    }

    /// The lines after the cursor.
    List<Line> rest() {
        return query.cursor()
                .map(cursor -> lines.stream().filter(line -> isAfter(line, cursor)).toList())
                .orElse(lines);
    }

    private boolean isAfter(Line line, Cursor cursor) {
        return query.order().compare(query.order().of(line.group()), cursor.last()) > 0;
    }
}
