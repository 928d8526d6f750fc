package dev.tollgate.rollup;

import java.util.List;
import java.util.Set;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/// How rows of one table are found in another whose axes are fewer or narrower.
final class Projection {
    private static final Axis REST = new Axis.Only(Value.REST);

    private final int[][] numbers;
    private final int[] sources;
    private final boolean[][] wanted;

    /// What of the first table's rows is meant.
    ///
    /// @param constant what all of them have in common beside: their team and day
    /// @param hours those that are wanted, of a table that has hours
    /// @param unknown tags whose names may be among those that were not kept
    record Choice(Value constant, Predicate<Value> hours, Set<Dimension> unknown) {
        static final Choice ALL = new Choice(Value.NONE, _ -> true, Set.of());

        private boolean isUnknown(Axis axis) {
            return axis instanceof Axis.Only(Dimension dimension) && unknown.contains(dimension);
        }

        private Value of(Value value, Axis axis) {
            if (isUnknown(axis)) {
                return value.of(Value.REST).map(_ -> axis.overflow()).orElse(Value.NONE);
            }
            return value.on(axis);
        }
    }

    /// @param axes of the first table
    Projection(List<Axis> axes, List<Dictionary> dictionaries, Table into, Choice choice) {
        int width = into.axes().size();
        this.sources = new int[width];
        this.numbers = new int[width][];
        for (int target = 0; target < width; target++) {
            Axis axis = into.axes().get(target);
            Dictionary names = into.dictionary(target);
            int source = source(axes, choice.isUnknown(axis) ? REST : axis);
            sources[target] = source;
            numbers[target] =
                    source < 0
                            ? new int[] {names.number(choice.constant().on(axis))}
                            : dictionaries.get(source).values().stream()
                                    .mapToInt(value -> names.number(choice.of(value, axis)))
                                    .toArray();
        }
        this.wanted = new boolean[axes.size()][];
        for (int axis = 0; axis < wanted.length; axis++) {
            Predicate<Value> which = axes.get(axis) == Axis.Group.HOUR ? choice.hours() : _ -> true;
            wanted[axis] = dictionaries.get(axis).marks(which);
        }
    }

    private static int source(List<Axis> axes, Axis narrower) {
        for (int axis = 0; axis < axes.size(); axis++) {
            if (axes.get(axis).holds(narrower)) {
                return axis;
            }
        }
        return -1;
    }

    /// The second table's row for one of the first's; null if it is not wanted.
    int @Nullable [] of(int[] row) {
        for (int axis = 0; axis < row.length; axis++) {
            if (!wanted[axis][row[axis]]) {
                return null;
            }
        }
        int[] values = new int[sources.length];
        for (int target = 0; target < values.length; target++) {
            values[target] = numbers[target][sources[target] < 0 ? 0 : row[sources[target]]];
        }
        return values;
    }
}
