package dev.tollgate.rollup;

import dev.tollgate.ledger.LedgerRecord;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.BiFunction;
import java.util.stream.Stream;

/// Figures by what calls have in common on some axes. A row is the numbers of its values in the axes' dictionaries.
final class Table {
    /// The axes of cells, which hold all that is kept of a call.
    static final List<Axis> CELL = List.of(Axis.Group.values());

    private final List<Axis> axes;
    private final List<Dictionary> dictionaries;
    private final Map<Row, Figures> rows = new HashMap<>();
    private int room = Integer.MAX_VALUE;
    private boolean closed;

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

    /// From now on, so many rows are kept apart. Those that come when these are there are counted under [Sums#OVERFLOW]: first their tags, as long as that makes
    /// no more than a tenth as many rows again, then all but their hour.
    ///
    /// @param isClosed whether that was so before: then what is there is all that is kept apart
    void limit(int rowsApart, boolean isClosed) {
        room = rowsApart;
        closed = isClosed;
    }

    /// Whether rows have been refused. From then on none may be dropped either: what was counted apart once is counted there to the end.
    boolean closed() {
        return closed;
    }

    /// The figures of a row; none yet if it is new.
    Figures at(int[] values) {
        Row row = new Row(values);
        Figures there = rows.get(row);
        if (there != null) {
            return there;
        }
        if (!closed && rows.size() < room) {
            return open(row);
        }
        closed = true;
        Row coarse = new Row(numbers(row, Table::withoutTags));
        boolean fits = rows.containsKey(coarse) || rows.size() < room + room / 10;
        return open(fits ? coarse : new Row(numbers(row, Table::withoutAll)));
    }

    private Figures open(Row row) {
        return rows.computeIfAbsent(row, _ -> new Figures());
    }

    private int[] numbers(Row row, BiFunction<Axis, Value, Value> as) {
        int[] numbers = new int[axes.size()];
        for (int axis = 0; axis < numbers.length; axis++) {
            Value value = dictionary(axis).value(row.values[axis]);
            numbers[axis] = dictionary(axis).number(as.apply(axes.get(axis), value));
        }
        return numbers;
    }

    private static Value withoutTags(Axis axis, Value value) {
        return axis.isOfTags() ? value.overflowing() : value;
    }

    private static Value withoutAll(Axis axis, Value value) {
        return axis == Axis.Group.HOUR ? value : axis.overflow();
    }

    /// The same with other values in place of some.
    Table rewritten(BiFunction<Axis, Value, Value> as) {
        Table other = new Table(axes);
        rows.forEach((row, figures) -> {
            int[] numbers = new int[axes.size()];
            for (int axis = 0; axis < numbers.length; axis++) {
                Value value = dictionary(axis).value(row.values[axis]);
                numbers[axis] = other.dictionary(axis).number(as.apply(axes.get(axis), value));
            }
            other.at(numbers).add(figures);
        });
        return other;
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
