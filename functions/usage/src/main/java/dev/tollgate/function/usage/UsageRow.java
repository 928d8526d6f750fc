package dev.tollgate.function.usage;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.tollgate.http.Json;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/// One group of a report and its sums.
///
/// @param group the values that its records share, one for each dimension asked for; empty where they lack the tag
record UsageRow(List<Optional<String>> group, Sums sums) {
    /// The dearest first; of equal ones in order of their values, so that reports repeat.
    static final Comparator<UsageRow> ORDER =
            Comparator.comparingLong((UsageRow row) -> row.sums.get(Measure.COST_NANO_USD))
                    .reversed()
                    .thenComparing(row -> row.group.toString());

    ObjectNode json(List<Dimension> dimensions) {
        ObjectNode json = Json.object();
        for (int i = 0; i < dimensions.size(); i++) {
            json.put(dimensions.get(i).name(), group.get(i).orElse(null));
        }
        return sums.write(json);
    }
}
