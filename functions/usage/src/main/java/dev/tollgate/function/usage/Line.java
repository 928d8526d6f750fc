package dev.tollgate.function.usage;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.tollgate.http.Json;
import dev.tollgate.rollup.Dimension;
import dev.tollgate.rollup.Figures;
import java.math.BigDecimal;
import java.util.List;
import java.util.Optional;

/// One row of a report.
///
/// @param outlier how far it is from the others, if that was asked for
/// @param earlier the figures of the period to compare with, if that was asked for
record Line(Group group, Optional<Outliers.Outlier> outlier, Optional<Figures> earlier) {

    ObjectNode json(List<Dimension> dimensions) {
        ObjectNode json = Json.object();
        for (int i = 0; i < dimensions.size(); i++) {
            json.put(Names.written(dimensions.get(i)), group.values().get(i).orElse(null));
        }
        if (group.overflow()) {
            json.put("overflow", true);
        }
        write(json, group.figures());
        outlier.ifPresent(it -> it.write(json.putObject("outlier")));
        earlier.ifPresent(figures -> Comparison.write(json, group.figures(), figures));
        return json;
    }

    /// Puts every figure under its name.
    static ObjectNode write(ObjectNode json, Figures figures) {
        for (Column column : Column.ALL) {
            ObjectNode place = column.nested().map(json::withObjectProperty).orElse(json);
            put(place, column, column.of().apply(figures));
        }
        return json;
    }

    private static void put(ObjectNode json, Column column, Optional<BigDecimal> figure) {
        String name = column.shortName();
        if (figure.isEmpty()) {
            json.putNull(name);
        } else if (column.money()) {
            json.put(name, figure.get().toPlainString());
        } else if (figure.get().scale() == 0) {
            json.put(name, figure.get().toBigIntegerExact());
        } else {
            json.put(name, figure.get());
        }
    }
}
