package dev.tollgate.rollup;

import dev.tollgate.config.StoreUnavailable;
import dev.tollgate.rollup.RollupStore.PartKey;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/// Sums read from what roll-ups are kept: of each day the smallest view that answers, and the segments that are not merged yet.
public final class Rollups implements Sums {
    /// How often a read begins again because merges came between.
    private static final int MAX_READS = 5;

    private final RollupStore store;

    public Rollups(RollupStore store) {
        this.store = store;
    }

    @Override
    public List<Row> read(String team, Instant from, Instant to, Set<Dimension> by) {
        if (!from.isBefore(to)) {
            return List.of();
        }
        for (int read = 0; read < MAX_READS; read++) {
            try {
                return rows(sums(team, new Question(from, to, by)));
            } catch (Parts.Overwritten _) {
                // from the start: segments that were there may be merged now
            }
        }
        throw new StoreUnavailable("roll-ups of '" + team + "' were merged faster than read");
    }

    @Override
    public SortedSet<String> tags(String team, Instant from, Instant to) {
        if (!from.isBefore(to)) {
            return Collections.emptySortedSet();
        }
        LocalDate first = LocalDate.ofInstant(from, ZoneOffset.UTC);
        LocalDate last = LocalDate.ofInstant(to.minusNanos(1), ZoneOffset.UTC);
        Stream<Dimension> open =
                store.segments(team, first, last).stream()
                        .map(segment -> TableCodec.decode(segment.table()))
                        .flatMap(Table::tags);
        Stream<Dimension> merged =
                store.heads(team, first, last).stream()
                        .map(head -> Tagged.of(Directory.decode(head.directory())))
                        .flatMap(tags -> tags.names().stream())
                        .map(axis -> ((Axis.Only) axis).dimension());
        return Stream.concat(open, merged)
                .filter(tag -> !tag.equals(Value.REST) && !tag.equals(Value.ANY))
                .map(tag -> ((Dimension.Tag) tag).name())
                .collect(Collectors.toCollection(TreeSet::new));
    }

    /// Segments come first: see [Compaction].
    private Table sums(String team, Question question) {
        LocalDate first = LocalDate.ofInstant(question.from(), ZoneOffset.UTC);
        LocalDate last = LocalDate.ofInstant(question.to().minusNanos(1), ZoneOffset.UTC);
        List<Segment> segments = store.segments(team, first, last);
        List<Head> heads = store.heads(team, first, last);

        Map<LocalDate, DayReader> days = new HashMap<>();
        heads.forEach(head -> days.put(head.day(), DayReader.of(head, question)));
        for (Segment segment : segments) {
            days.computeIfAbsent(segment.day(), day -> DayReader.empty(team, day, question))
                    .add(segment);
        }
        Set<PartKey> keys = new LinkedHashSet<>();
        days.values().forEach(day -> keys.addAll(day.needs()));
        Parts parts = new Parts();
        parts.fetch(store, keys);
        Table sums = new Table(question.by().stream().<Axis>map(Axis.Only::new).toList());
        days.values().forEach(day -> day.addTo(sums, parts));
        return sums;
    }

    private static List<Row> rows(Table sums) {
        List<Dimension> dimensions =
                sums.axes().stream().map(axis -> ((Axis.Only) axis).dimension()).toList();
        List<Row> rows = new ArrayList<>();
        sums.rows()
                .forEach((row, figures) -> {
                    if (!figures.isZero()) {
                        List<Value> values = sums.values(row);
                        Map<Dimension, Optional<String>> named = new HashMap<>();
                        for (int i = 0; i < values.size(); i++) {
                            named.put(dimensions.get(i), values.get(i).of(dimensions.get(i)));
                        }
                        rows.add(new Row(named, figures));
                    }
                });
        return rows;
    }
}
