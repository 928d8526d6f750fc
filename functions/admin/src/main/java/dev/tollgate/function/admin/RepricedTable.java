package dev.tollgate.function.admin;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.tollgate.api.ApiError;
import dev.tollgate.ledger.LedgerRecord;
import dev.tollgate.rollup.Dimension;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// Sums by what calls have in common, in the making.
final class RepricedTable {
    /// Rows of one reply.
    static final int MAX_GROUPS = 10_000;

    /// The dearest first, by what they did cost; of equal ones in order of their values, so that replies repeat.
    private static final Comparator<Map.Entry<List<Optional<String>>, RepricedSums>> ORDER =
            Comparator.comparingLong((Map.Entry<List<Optional<String>>, RepricedSums> row) ->
                            row.getValue().cost())
                    .reversed()
                    .thenComparing(row -> row.getKey().toString());

    private final List<Dimension> by;
    private final Map<List<Optional<String>>, RepricedSums> groups = new HashMap<>();
    private long pending;

    RepricedTable(List<Dimension> by) {
        this.by = by;
    }

    /// @throws ApiError 400 if the calls fall into too many groups
    void add(LedgerRecord record, Repricer repricer) {
        record.settlement()
                .ifPresentOrElse(
                        end -> repricer.count(record, end, group(group(record))), () -> pending++);
    }

    void add(RepricedTable others) {
        others.groups.forEach((values, sums) -> group(values).add(sums));
        pending += others.pending;
    }

    private List<Optional<String>> group(LedgerRecord record) {
        return by.stream().map(dimension -> dimension.of(record)).toList();
    }

    private RepricedSums group(List<Optional<String>> values) {
        RepricedSums sums = groups.computeIfAbsent(values, _ -> new RepricedSums());
        if (groups.size() > MAX_GROUPS) {
            throw ApiError.badRequest(
                    "report_too_large",
                    "There are more than %d groups: group by less, or ask for a shorter time."
                            .formatted(MAX_GROUPS),
                    "group_by");
        }
        return sums;
    }

    void write(ObjectNode json) {
        ArrayNode rows = json.putArray("rows");
        RepricedSums totals = new RepricedSums();
        groups.entrySet().stream()
                .sorted(ORDER)
                .forEach(row -> {
                    ObjectNode written = rows.addObject();
                    for (int i = 0; i < by.size(); i++) {
                        written.put(by.get(i).written(), row.getKey().get(i).orElse(null));
                    }
                    row.getValue().write(written);
                    totals.add(row.getValue());
                });
        totals.write(json.putObject("totals"));
        json.put("pending_calls", pending);
    }
}
