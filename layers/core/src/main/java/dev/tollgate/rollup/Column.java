package dev.tollgate.rollup;

import dev.tollgate.usage.TokenClass;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.ObjLongConsumer;
import java.util.function.ToLongFunction;
import java.util.stream.Collectors;

/// One of the numbers in [Figures], by the name that it is stored under.
record Column(String name, ToLongFunction<Figures> of, ObjLongConsumer<Figures> add) {
    static final List<Column> ALL = all();

    private static final Map<String, Column> BY_NAME =
            ALL.stream().collect(Collectors.toUnmodifiableMap(Column::name, column -> column));

    private static List<Column> all() {
        List<Column> all = new ArrayList<>();
        for (Measure measure : Measure.values()) {
            all.add(
                    new Column(
                            measure.written(),
                            figures -> figures.of(measure),
                            (figures, more) -> figures.add(measure, more)));
        }
        for (TokenClass kind : TokenClass.values()) {
            all.add(
                    new Column(
                            "tokens:" + kind.written(),
                            figures -> figures.tokens(kind),
                            (figures, more) -> figures.addTokens(kind, more)));
            all.add(
                    new Column(
                            "nano_usd:" + kind.written(),
                            figures -> figures.nanoUsd(kind),
                            (figures, more) -> figures.addNanoUsd(kind, more)));
        }
        return List.copyOf(all);
    }

    /// @throws IllegalArgumentException if there is none: what is stored must not be left out of a sum
    static Column named(String name) {
        Column column = BY_NAME.get(name);
        if (column == null) {
            throw new IllegalArgumentException("'" + name + "': no figure has this name");
        }
        return column;
    }
}
