package dev.tollgate.rollup;

import dev.tollgate.rollup.Axis.Group;
import dev.tollgate.rollup.Axis.Only;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/// The tags that a day's calls have, as far as their names are kept.
///
/// @param names in the order in which they were taken up
/// @param paired those of them that are kept beside each other axis
/// @param rest whether there are others
record Tagged(Set<Axis> names, Set<Axis> paired, boolean rest) {
    static final Axis REST = new Only(Value.REST);

    /// Those that a day has views of.
    static Tagged of(Directory directory) {
        Set<Axis> names = new LinkedHashSet<>();
        Set<Axis> paired = new LinkedHashSet<>();
        boolean rest = false;
        for (Directory.Stored view : directory.views()) {
            Axis last = view.axes().isEmpty() ? Group.HOUR : view.axes().getLast();
            if (view.isOver(REST)) {
                rest = true;
            } else if (view.isSingle() && last.isOfTags()) {
                names.add(last);
            } else if (view.axes().equals(List.of(Group.KEY, last)) && last.isOfTags()) {
                paired.add(last);
            }
        }
        return new Tagged(names, paired, rest);
    }

    /// With those that more calls have, the most frequent first, as long as there is room. What has no room now gets none later on.
    Tagged with(Table cells, ViewBounds bounds) {
        Set<Axis> all = new LinkedHashSet<>(names);
        Set<Axis> pairs = new LinkedHashSet<>(paired);
        boolean more = rest;
        for (Axis name : byCalls(cells)) {
            if (all.contains(name)) {
                continue;
            }
            if (more || all.size() == bounds.tagNames()) {
                more = true;
                continue;
            }
            all.add(name);
            if (pairs.size() < bounds.pairedTags()) {
                pairs.add(name);
            }
        }
        return new Tagged(all, pairs, more);
    }

    private static List<Axis> byCalls(Table cells) {
        int tags = Table.CELL.indexOf(Group.TAGS);
        Map<Value, Long> bySet = new HashMap<>();
        cells.rows()
                .forEach((row, figures) ->
                        bySet.merge(
                                cells.dictionary(tags).value(row.value(tags)),
                                Math.abs(figures.of(Measure.CALLS)),
                                Long::sum));
        Map<Dimension, Long> byName = new HashMap<>();
        bySet.forEach((set, calls) ->
                set.parts().keySet().forEach(name -> byName.merge(name, calls, Long::sum)));
        return byName.entrySet().stream()
                .sorted(
                        Comparator.comparing(Map.Entry<Dimension, Long>::getValue)
                                .reversed()
                                .thenComparing(entry -> Value.stored(entry.getKey())))
                .<Axis>map(entry -> new Only(entry.getKey()))
                .toList();
    }

    /// The axes of each view that a day has beside its cells: the fewer first.
    List<List<Axis>> views() {
        List<Axis> groups = new ArrayList<>(Table.CELL);
        groups.remove(Group.TAGS);
        List<Axis> tags = new ArrayList<>(names);
        if (rest) {
            tags.add(REST);
        }
        List<List<Axis>> views = new ArrayList<>();
        views.add(List.of());
        groups.forEach(axis -> views.add(List.of(axis)));
        tags.forEach(axis -> views.add(List.of(axis)));
        List<Axis> paired = new ArrayList<>(groups);
        paired.addAll(this.paired);
        for (int first = 0; first < paired.size(); first++) {
            for (int second = first + 1; second < paired.size(); second++) {
                views.add(List.of(paired.get(first), paired.get(second)));
            }
        }
        tags.stream()
                .filter(axis -> !paired.contains(axis))
                .forEach(axis -> views.add(List.of(Group.HOUR, axis)));
        return views;
    }
}
