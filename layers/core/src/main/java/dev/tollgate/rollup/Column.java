package dev.tollgate.rollup;

import dev.tollgate.usage.TokenClass;
import java.util.ArrayList;
import java.util.List;
import java.util.function.ObjLongConsumer;
import java.util.function.ToLongFunction;

/// One of the numbers in [Figures], by the name that it is stored under.
record Column(String name, ToLongFunction<Figures> of, ObjLongConsumer<Figures> add) {
    static final List<Column> ALL = all();

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
        return ALL.stream()
                .filter(column -> column.name.equals(name))
                .findFirst()
                .orElseThrow(() ->
                        new IllegalArgumentException("'" + name + "': no figure has this name"));
    }
}
