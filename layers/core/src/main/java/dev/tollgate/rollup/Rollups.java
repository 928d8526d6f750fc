package dev.tollgate.rollup;

import dev.tollgate.config.StoreUnavailable;
import dev.tollgate.rollup.RollupStore.PartKey;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.BiFunction;
import java.util.function.Function;
import java.util.stream.Collectors;

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
        Question question = new Question(from, to, by);
        return days(
                team,
                question,
                DayReader::needs,
                (days, parts) -> {
                    Table sums =
                            new Table(question.by().stream().<Axis>map(Axis.Only::new).toList());
                    days.forEach(day -> day.addTo(sums, parts));
                    return rows(sums);
                });
    }

    @Override
    public SortedSet<String> tags(String team, Instant from, Instant to) {
        if (!from.isBefore(to)) {
            return new TreeSet<>();
        }
        Question question = new Question(from, to, Set.of());
        return days(
                team,
                question,
                DayReader::needsForNames,
                (days, parts) -> {
                    Set<Dimension> names = new HashSet<>();
                    days.forEach(day -> day.addNames(names, parts));
                    names.remove(Value.REST);
                    return names.stream()
                            .map(name -> ((Dimension.Tag) name).name())
                            .collect(Collectors.toCollection(TreeSet::new));
                });
    }

    /// Segments come first: see [Compaction].
    private <T> T days(
            String team,
            Question question,
            Function<DayReader, Set<PartKey>> needs,
            BiFunction<Collection<DayReader>, Parts, T> answer) {
        LocalDate first = LocalDate.ofInstant(question.from(), ZoneOffset.UTC);
        LocalDate last = LocalDate.ofInstant(question.to().minusNanos(1), ZoneOffset.UTC);
        for (int read = 0; read < MAX_READS; read++) {
            List<Segment> segments = store.segments(team, first, last);
            SortedMap<LocalDate, DayReader> days = new TreeMap<>();
            for (Head head : store.heads(team, first, last)) {
                days.put(head.day(), DayReader.of(head, question));
            }
            for (Segment segment : segments) {
                days.computeIfAbsent(segment.day(), day -> DayReader.empty(team, day, question))
                        .add(segment);
            }
            Set<PartKey> keys = new LinkedHashSet<>();
            days.values().forEach(day -> keys.addAll(needs.apply(day)));
            Parts parts = new Parts();
            try {
                parts.fetch(store, keys);
                return answer.apply(days.values(), parts);
            } catch (Parts.Overwritten _) {
                // from the start: segments that were there may be merged now
            }
        }
        throw new StoreUnavailable("roll-ups of '" + team + "' were merged faster than read");
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
