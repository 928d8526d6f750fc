package dev.tollgate.rollup;

import dev.tollgate.config.StoreUnavailable;
import dev.tollgate.rollup.RollupStore.PartKey;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
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
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.stream.Collectors;

/// Sums read from what roll-ups are kept: of each day the smallest view that answers, and the segments that are not merged yet.
public final class Rollups implements Sums {
    /// How often a read begins again because merges came between.
    private static final int MAX_READS = 5;

    /// Days whose parts are held at once: of busy ones, 15 MB.
    private static final int DAYS_AT_ONCE = 31;

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
        return rows(
                days(
                        team,
                        question,
                        DayReader::needs,
                        () -> new Table(question.by().stream().<Axis>map(Axis.Only::new).toList()),
                        (sums, day, parts) -> day.addTo(sums, parts)));
    }

    @Override
    public SortedSet<String> tags(String team, Instant from, Instant to) {
        if (!from.isBefore(to)) {
            return new TreeSet<>();
        }
        Question question = new Question(from, to, Set.of());
        Set<Dimension> names =
                days(
                        team,
                        question,
                        DayReader::needsForNames,
                        HashSet<Dimension>::new,
                        (found, day, parts) -> day.addNames(found, parts));
        names.remove(Value.REST);
        return names.stream()
                .map(name -> ((Dimension.Tag) name).name())
                .collect(Collectors.toCollection(TreeSet::new));
    }

    /// Adds a day, whose parts are here, to what the days before it came to.
    @FunctionalInterface
    private interface Adding<T> {
        void add(T sum, DayReader day, Parts parts);
    }

    /// What a read's days come to. Segments come first: see [Compaction].
    private <T> T days(
            String team,
            Question question,
            Function<DayReader, Set<PartKey>> needs,
            Supplier<T> nothing,
            Adding<T> adding) {
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
            try {
                T sum = nothing.get();
                List<DayReader> all = List.copyOf(days.values());
                for (int from = 0; from < all.size(); from += DAYS_AT_ONCE) {
                    List<DayReader> some =
                            all.subList(from, Math.min(from + DAYS_AT_ONCE, all.size()));
                    Parts parts = fetched(some, needs);
                    some.forEach(day -> adding.add(sum, day, parts));
                }
                return sum;
            } catch (Parts.Overwritten _) {
                // from the start: segments that were there may be merged now
            }
        }
        throw new StoreUnavailable("roll-ups of '" + team + "' were merged faster than read");
    }

    private Parts fetched(List<DayReader> days, Function<DayReader, Set<PartKey>> needs) {
        Set<PartKey> keys = new LinkedHashSet<>();
        days.forEach(day -> keys.addAll(needs.apply(day)));
        Parts parts = new Parts();
        parts.fetch(store, keys);
        return parts;
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
