package dev.tollgate.rollup;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/// The values that occur on one axis of a table, numbered from 0.
final class Dictionary {
    private final List<Value> values = new ArrayList<>();
    private final Map<Value, Integer> numbers = new HashMap<>();

    /// A value's number; a new one if it has none yet.
    int number(Value value) {
        Integer known = numbers.putIfAbsent(value, values.size());
        if (known != null) {
            return known;
        }
        values.add(value);
        return values.size() - 1;
    }

    Value value(int number) {
        return values.get(number);
    }

    boolean contains(@Nullable Value value) {
        return numbers.containsKey(value);
    }

    int size() {
        return values.size();
    }

    List<Value> values() {
        return values;
    }

    /// By number, whether a value is one of those.
    boolean[] marks(Predicate<Value> which) {
        boolean[] marks = new boolean[values.size()];
        for (int number = 0; number < marks.length; number++) {
            marks[number] = which.test(values.get(number));
        }
        return marks;
    }
}
