package dev.tollgate.rollup;

import dev.tollgate.ledger.LedgerRecord;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/// Figures by what calls have in common on some axes. A row is the numbers of its values in the axes' dictionaries.
final class Table {
    /// The axes of cells, which hold all that is kept of a call.
    static final List<Axis> CELL = List.of(Axis.Group.values());

    private final List<Axis> axes;
    private final List<Dictionary> dictionaries;
    private final Map<Row, Figures> rows = new HashMap<>();

    Table(List<Axis> axes) {
        this.axes = List.copyOf(axes);
        this.dictionaries = Stream.generate(Dictionary::new).limit(axes.size()).toList();
    }

    List<Axis> axes() {
        return axes;
    }

    Dictionary dictionary(int axis) {
        return dictionaries.get(axis);
    }

    List<Dictionary> dictionaries() {
        return dictionaries;
    }

    Map<Row, Figures> rows() {
        return rows;
    }

    /// The figures of a row; none yet if it is new.
    Figures at(int[] values) {
        return rows.computeIfAbsent(new Row(values), _ -> new Figures());
    }

    /// The figures of a record's cell.
    static Figures cell(Table cells, LedgerRecord record) {
        int[] values = new int[CELL.size()];
        for (Axis.Group axis : Axis.Group.values()) {
            int place = CELL.indexOf(axis);
            values[place] = cells.dictionary(place).number(Value.of(record, axis));
        }
        return cells.at(values);
    }

    /// Adds all rows of another table, as far as they stand in the projection.
    void add(Table other, Projection.Choice choice) {
        Projection projection = new Projection(other.axes, other.dictionaries, this, choice);
        other.rows.forEach((row, figures) -> {
            int[] values = projection.of(row.values);
            if (values != null) {
                at(values).add(figures);
            }
        });
    }

    void dropZeros() {
        rows.values().removeIf(Figures::isZero);
    }

    List<Value> values(Row row) {
        List<Value> values = new ArrayList<>();
        for (int axis = 0; axis < axes.size(); axis++) {
            values.add(dictionary(axis).value(row.values[axis]));
        }
        return values;
    }

    /// Numbers of values, one an axis.
    static final class Row implements Comparable<Row> {
        private final int[] values;

        Row(int[] values) {
            this.values = values;
        }

        int value(int axis) {
            return values[axis];
        }

        @Override
        public int compareTo(Row other) {
            return Arrays.compare(values, other.values);
        }

        @Override
        public boolean equals(Object other) {
            return other instanceof Row that && Arrays.equals(values, that.values);
        }

        @Override
        public int hashCode() {
            return Arrays.hashCode(values);
        }
    }
}
