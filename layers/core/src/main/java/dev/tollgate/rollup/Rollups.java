package dev.tollgate.rollup;

import dev.tollgate.config.StoreUnavailable;
import dev.tollgate.rollup.Dimension.Property;
import dev.tollgate.rollup.Directory.Stored;
import dev.tollgate.rollup.Projection.Choice;
import dev.tollgate.rollup.RollupStore.PartKey;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeSet;

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
        return rows(sums(team, from, to, by.stream().<Axis>map(Axis.Only::new).toList()));
    }

    @Override
    public SortedSet<String> tags(String team, Instant from, Instant to) {
        SortedSet<String> names = new TreeSet<>();
        if (from.isBefore(to)) {
            Table tags = sums(team, from, to, List.of(Axis.Group.TAGS));
            for (Value value : tags.dictionary(0).values()) {
                value.parts().keySet().stream()
                        .filter(tag -> !tag.equals(Value.REST) && !tag.equals(Value.ANY))
                        .map(tag -> ((Dimension.Tag) tag).name())
                        .forEach(names::add);
            }
        }
        return names;
    }

    private Table sums(String team, Instant from, Instant to, List<Axis> axes) {
        for (int read = 0; read < MAX_READS; read++) {
            try {
                return once(team, from, to, axes);
            } catch (Parts.Overwritten _) {
                // from the start: segments that were there may be merged now
            }
        }
        throw new StoreUnavailable("roll-ups of '" + team + "' were merged faster than read");
    }

    /// Segments come first: see [Compaction].
    private Table once(String team, Instant from, Instant to, List<Axis> axes) {
        LocalDate first = LocalDate.ofInstant(from, ZoneOffset.UTC);
        LocalDate last = LocalDate.ofInstant(to.minusNanos(1), ZoneOffset.UTC);
        List<Segment> segments = store.segments(team, first, last);
        List<Head> heads = store.heads(team, first, last);

        Map<LocalDate, Directory> directories = new HashMap<>();
        Map<Head, Stored> chosen = new HashMap<>();
        Set<PartKey> keys = new LinkedHashSet<>();
        for (Head head : heads) {
            Directory directory = Directory.decode(head.directory());
            Stored view = smallest(directory, axes);
            directories.put(head.day(), directory);
            chosen.put(head, view);
            keys.addAll(Parts.keys(head, view));
        }
        Parts parts = new Parts();
        parts.fetch(store, keys);

        Table sums = new Table(axes);
        for (Head head : heads) {
            byte[] bytes = parts.bytes(head, chosen.getOrDefault(head, NO_VIEW));
            TableCodec.addTo(sums, bytes, choice(team, head.day(), from, to));
        }
        for (Segment segment : segments) {
            if (!directories.getOrDefault(segment.day(), Directory.EMPTY).covers(segment)) {
                TableCodec.addTo(sums, segment.table(), choice(team, segment.day(), from, to));
            }
        }
        return sums;
    }

    private static final Stored NO_VIEW = new Stored(List.of(), 0, Stored.OPEN, 0, 0);

    private static Stored smallest(Directory directory, List<Axis> axes) {
        return directory.views().stream()
                .filter(view ->
                        axes.stream().allMatch(view::holds) || view.axes().equals(Table.CELL))
                .min(Comparator.comparingInt(Stored::length))
                .orElseThrow();
    }

    private static Choice choice(String team, LocalDate day, Instant from, Instant to) {
        String firstHour = Dimension.Times.HOUR.format(from);
        String lastHour = Dimension.Times.HOUR.format(to.minusNanos(1));
        return new Choice(
                new Value(Map.of(Property.TEAM, team, Property.DAY, day.toString())),
                value -> {
                    String hour = value.of(Property.HOUR).orElseThrow();
                    return hour.compareTo(firstHour) >= 0 && hour.compareTo(lastHour) <= 0;
                });
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
