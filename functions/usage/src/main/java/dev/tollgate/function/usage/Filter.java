package dev.tollgate.function.usage;

import dev.tollgate.rollup.Dimension;
import java.util.Optional;
import java.util.Set;

/// Which calls are wanted: those that have one of some values, or those that have none of them.
///
/// @param values the empty one stands for calls without any
record Filter(Dimension dimension, Set<String> values, boolean excluding) {
    /// At the end of a parameter's name: `feature!=summarize`.
    static final String NOT = "!";

    boolean selects(Optional<String> value) {
        return values.contains(value.orElse("")) != excluding;
    }

    /// As the parameter is named.
    String written() {
        return Names.written(dimension) + (excluding ? NOT : "");
    }
}
