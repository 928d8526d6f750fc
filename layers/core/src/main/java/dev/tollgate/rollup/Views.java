package dev.tollgate.rollup;

import dev.tollgate.rollup.Directory.Stored;
import dev.tollgate.rollup.Projection.Choice;
import java.util.List;
import java.util.function.Function;

/// The tables that a day is kept in, each of which answers some questions by itself.
final class Views {
    private Views() {}

    /// A view as it is to be stored.
    record Made(List<Axis> axes, int rows, int room, byte[] bytes) {}

    /// The views of a day after more of it has come.
    ///
    /// @param before those so far
    /// @param bytes of each of these
    /// @param more cells
    static List<Made> merge(List<Stored> before, Function<Stored, byte[]> bytes, Table more) {
        Table cells = new Table(Table.CELL);
        before.forEach(view -> TableCodec.addTo(cells, bytes.apply(view), Choice.ALL));
        cells.add(more, Choice.ALL);
        cells.dropZeros();
        return List.of(
                new Made(Table.CELL, cells.rows().size(), Stored.OPEN, TableCodec.encode(cells)));
    }
}
