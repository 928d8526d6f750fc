package dev.tollgate.rollup;

import dev.tollgate.rollup.Axis.Group;
import dev.tollgate.rollup.Axis.Only;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;

/// What names and values of a day are kept apart. The day's views over one axis are the lists: once such a view is closed, no other value is taken up.
///
/// @param tags the names
/// @param closed the values on each axis that has no room for others
record Kept(Tagged tags, Map<Axis, Set<Value>> closed) {

    /// The values that a view over one axis has rows of.
    static Set<Value> values(Table view) {
        Set<Value> values = new HashSet<>();
        view.rows().keySet().forEach(row -> values.add(view.dictionary(0).value(row.value(0))));
        return values;
    }

    /// Cells where only what is kept is kept apart.
    Table bound(Table cells) {
        return tags.rest() || !closed.isEmpty() ? cells.rewritten(this::bound) : cells;
    }

    private Value bound(Axis axis, Value value) {
        if (axis == Group.TAGS) {
            return boundTags(value);
        }
        Set<Value> values = closed.get(axis);
        return values == null || values.contains(value) ? value : axis.overflow();
    }

    private Value boundTags(Value value) {
        Map<Dimension, String> parts = new HashMap<>();
        value.parts()
                .forEach((dimension, text) -> {
                    Axis axis = new Only(dimension);
                    Set<Value> values = closed.get(axis);
                    if (tags.rest() && !tags.names().contains(axis)) {
                        parts.put(Value.REST, Sums.OVERFLOW);
                    } else if (values == null || values.contains(Value.of(dimension, text))) {
                        parts.put(dimension, text);
                    } else {
                        parts.put(dimension, Sums.OVERFLOW);
                    }
                });
        return new Value(parts);
    }
}
