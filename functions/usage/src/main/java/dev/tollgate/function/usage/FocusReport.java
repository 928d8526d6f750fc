package dev.tollgate.function.usage;

import dev.tollgate.rollup.Dimension;
import dev.tollgate.rollup.Dimension.Property;
import dev.tollgate.rollup.Dimension.Tag;
import dev.tollgate.rollup.Figures;
import dev.tollgate.rollup.Sums;
import dev.tollgate.usage.TokenClass;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/// Calls as charges, as FOCUS has them: one row for each charge period, each set of values and each class of tokens. Days are read one after the other, as many as
/// a page takes.
///
/// @param tags whose values stand in the column `Tags`
/// @param after the values that the page before ended with
record FocusReport(
        UsageQuery query,
        Account account,
        List<Tag> tags,
        Optional<List<Optional<String>>> after,
        Warnings warnings) {
    /// Tags that stand in the column `Tags`, the first by their names, if none are asked for.
    static final int MAX_TAGS = 8;

    private static final List<Dimension> FIXED =
            List.of(
                    Property.KEY,
                    Property.ALIAS,
                    Property.PROVIDER,
                    Property.MODEL,
                    Property.PRICE_VERSION);

    static FocusReport of(UsageQuery query, Account account, Instant now) {
        Warnings warnings = new Warnings();
        if (query.cursor().isPresent()) {
            List<Optional<String>> last = query.cursor().get().last().values();
            List<Tag> tags = last.isEmpty() ? List.of() : tags(last.getFirst().orElse(""));
            query.cursor().get().having(2 + FIXED.size() + tags.size());
            List<Optional<String>> after = last.subList(1, last.size());
            return new FocusReport(query, account, tags, Optional.of(after), warnings);
        }
        checkPeriod(query, now);
        return new FocusReport(
                query, account, tags(query, account, warnings), Optional.empty(), warnings);
    }

    /// A charge period is never cut.
    private static void checkPeriod(UsageQuery query, Instant now) {
        boolean hours = query.groupBy().contains(Property.HOUR);
        Duration unit = hours ? Duration.ofHours(1) : Duration.ofDays(1);
        Period period = query.period();
        boolean whole = isWhole(period.from(), unit);
        if (!whole || (!isWhole(period.to(), unit) && period.to().isBefore(now))) {
            throw Parameters.invalid(
                    whole ? Period.TO : Period.FROM,
                    "need whole " + (hours ? "hours" : "days (or group_by=hour)") + " of UTC");
        }
    }

    private static boolean isWhole(Instant instant, Duration unit) {
        return instant.getNano() == 0 && instant.getEpochSecond() % unit.toSeconds() == 0;
    }

    private static List<Tag> tags(UsageQuery query, Account account, Warnings warnings) {
        List<Tag> named = new ArrayList<>();
        for (Dimension dimension : query.groupBy()) {
            switch (dimension) {
                case Tag tag -> named.add(tag);
                case Property property -> {
                    if (property != Property.DAY && property != Property.HOUR) {
                        throw Parameters.invalid(
                                UsageQuery.GROUP_BY,
                                "need day, hour or tags: '%s' has a column of its own, or none"
                                        .formatted(property.written()));
                    }
                }
            }
        }
        if (!named.isEmpty()) {
            return named;
        }
        List<Tag> seen = account.tags(query.actual()).stream().map(Tag::new).toList();
        if (seen.size() > MAX_TAGS) {
            warnings.add("tags_left_out", "Name those that you need in group_by.");
        }
        return seen.stream().limit(MAX_TAGS).toList();
    }

    private static List<Tag> tags(String names) {
        return names.isEmpty()
                ? List.of()
                : Arrays.stream(names.split(",", MAX_TAGS)).map(Tag::new).toList();
    }

    private List<Dimension> dimensions() {
        Dimension time = query.groupBy().contains(Property.HOUR) ? Property.HOUR : Property.DAY;
        List<Dimension> dimensions = new ArrayList<>();
        dimensions.add(time);
        dimensions.addAll(FIXED);
        dimensions.addAll(tags);
        return dimensions;
    }

    Reply reply(Parameters parameters) {
        StringBuilder text =
                new StringBuilder(
                        Csv.line(
                                FocusColumn.ALL.stream()
                                        .map(column -> Optional.of(column.id()))
                                        .toList()));
        Page page = new Page(query);
        for (Period day : query.actual().days()) {
            if (!isDone(day) && !write(day, page, text)) {
                break;
            }
        }
        return Reply.csv("focus", text.toString(), query.period())
                .with(warnings)
                .next(page.next(), parameters);
    }

    /// Whether pages before have all of it.
    private boolean isDone(Period day) {
        String date = Period.day(day.from()).toString();
        return after.flatMap(List::getFirst)
                .filter(last -> last.compareTo(date) > 0 && !last.startsWith(date))
                .isPresent();
    }

    /// @return whether the page has room for more
    private boolean write(Period day, Page page, StringBuilder text) {
        List<Dimension> by = dimensions();
        List<Sums.Row> rows = account.read(day, Group.dimensions(by, query.filters()));
        warnings.overflow(rows);
        List<Group> groups =
                Group.of(rows, by, query.filters()).stream()
                        .filter(group ->
                                after.map(last -> Position.byValues(group.values(), last) > 0)
                                        .orElse(true))
                        .sorted((one, other) -> Position.byValues(one.values(), other.values()))
                        .toList();
        for (Group group : groups) {
            List<FocusRow> charges = charges(group, by);
            String written = charges.stream().map(FocusReport::line).collect(Collectors.joining());
            if (!charges.isEmpty() && !page.take(position(group), written, charges.size())) {
                return false;
            }
            text.append(written);
        }
        return true;
    }

    /// A position says which tags it has the values of, as there may be others by the time of the next page.
    private Position position(Group group) {
        String names = tags.stream().map(Tag::name).collect(Collectors.joining(","));
        return new Position(
                Optional.empty(),
                Stream.concat(Stream.of(Optional.of(names)), group.values().stream()).toList());
    }

    private List<FocusRow> charges(Group group, List<Dimension> by) {
        Map<Dimension, Optional<String>> values = new HashMap<>();
        for (int i = 0; i < by.size(); i++) {
            values.put(by.get(i), group.values().get(i));
        }
        Figures figures = group.figures();
        String time = group.values().getFirst().orElseThrow();
        Instant start = start(time);
        Instant end = start.plus(time.contains("T") ? Duration.ofHours(1) : Duration.ofDays(1));
        List<FocusRow> rows = new ArrayList<>();
        for (TokenClass kind : TokenClass.values()) {
            if (figures.tokens(kind) != 0 || figures.nanoUsd(kind) != 0) {
                rows.add(
                        new FocusRow(
                                account.team(), start, end, values, figures, kind, rows.isEmpty()));
            }
        }
        return rows;
    }

    private static Instant start(String time) {
        return time.contains("T")
                ? OffsetDateTime.parse(time).toInstant()
                : LocalDate.parse(time).atStartOfDay().toInstant(ZoneOffset.UTC);
    }

    private static String line(FocusRow row) {
        return Csv.line(FocusColumn.ALL.stream().map(column -> column.of().apply(row)).toList());
    }
}
