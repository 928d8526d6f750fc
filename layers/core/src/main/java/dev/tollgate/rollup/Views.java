package dev.tollgate.rollup;

import dev.tollgate.rollup.Axis.Group;
import dev.tollgate.rollup.Directory.Stored;
import dev.tollgate.rollup.Projection.Choice;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;

/// The tables that a day is kept in, each of which answers some questions by itself: its cells, which hold all that is kept, and as soon as these are many, views over
/// no axis, over each one, and over pairs of them. What comes is added to each by itself.
final class Views {
    private final Directory before;
    private final Function<Stored, byte[]> bytes;
    private final ViewBounds bounds;
    private final List<Made> made = new ArrayList<>();
    private int rowsLeft;

    /// @param before those so far
    /// @param bytes of each of these
    private Views(Directory before, Function<Stored, byte[]> bytes, ViewBounds bounds) {
        this.before = before;
        this.bytes = bytes;
        this.bounds = bounds;
        this.rowsLeft = bounds.dayRows() - before.views().stream().mapToInt(Stored::rows).sum();
    }

    /// A view as it is to be stored.
    ///
    /// @param room as [Stored] says it
    record Made(List<Axis> axes, int rows, int room, byte[] bytes) {}

    /// The views of a day after more of it has come.
    ///
    /// @param more cells
    static List<Made> merge(
            Directory before, Function<Stored, byte[]> bytes, Table more, ViewBounds bounds) {
        if (before.hasLists()) {
            return new Views(before, bytes, bounds).with(more);
        }
        Table cells = new Table(Table.CELL);
        before.views().forEach(view -> TableCodec.addTo(cells, bytes.apply(view), Choice.ALL));
        cells.add(more, Choice.ALL);
        cells.dropZeros();
        if (cells.rows().size() > bounds.cellsAlone()) {
            return new Views(Directory.EMPTY, bytes, bounds).with(cells);
        }
        return List.of(
                new Made(Table.CELL, cells.rows().size(), Stored.OPEN, TableCodec.encode(cells)));
    }

    private List<Made> with(Table more) {
        Tagged known = Tagged.of(before);
        Tagged tags = known.with(more, bounds);
        Table named = new Kept(tags, Map.of()).bound(more);
        Map<Axis, Set<Value>> closed = new HashMap<>();
        List<List<Axis>> views = tags.views();
        for (List<Axis> axes : views) {
            if (axes.size() == 1) {
                Table table = make(axes, named, known);
                if (table.closed()) {
                    closed.put(axes.getFirst(), Kept.values(table));
                }
            }
        }
        Table bound = new Kept(tags, closed).bound(named);
        views.stream().filter(axes -> axes.size() != 1).forEach(axes -> make(axes, bound, known));
        make(Table.CELL, bound, known);
        return made;
    }

    private Table make(List<Axis> axes, Table more, Tagged known) {
        Table table = new Table(axes);
        Optional<Stored> old = before.view(axes);
        old.or(() -> source(axes, known))
                .ifPresent(view -> TableCodec.addTo(table, bytes.apply(view), Choice.ALL));
        int rows = old.map(Stored::rows).orElse(0);
        int room =
                old.filter(Stored::closed)
                        .map(Stored::room)
                        .orElseGet(() ->
                                axes.size() == 1
                                        ? most(axes)
                                        : Math.clamp(
                                                rows + (long) rowsLeft,
                                                rows,
                                                Math.max(rows, most(axes))));
        table.limit(room, old.filter(Stored::closed).isPresent());
        table.add(more, Choice.ALL);
        if (!table.closed() && axes.size() != 1) {
            table.dropZeros();
        }
        rowsLeft = Math.max(0, rowsLeft - (table.rows().size() - rows));
        made.add(
                new Made(
                        axes,
                        table.rows().size(),
                        table.closed() ? room : Stored.OPEN,
                        TableCodec.encode(table)));
        return table;
    }

    /// What a view over tags that the day did not have before is made from: the one over its other axes.
    private Optional<Stored> source(List<Axis> axes, Tagged known) {
        List<Axis> others =
                axes.stream()
                        .filter(axis -> !axis.isOfTags() || known.names().contains(axis))
                        .toList();
        return before.view(others);
    }

    private int most(List<Axis> axes) {
        if (axes.equals(Table.CELL)) {
            return bounds.cells();
        }
        if (axes.size() != 1) {
            return bounds.rows();
        }
        Axis axis = axes.getFirst();
        return axis == Group.HOUR
                ? Integer.MAX_VALUE
                : axis.isOfTags() ? bounds.tagValues() : bounds.values();
    }
}
