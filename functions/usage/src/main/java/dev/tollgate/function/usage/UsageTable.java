package dev.tollgate.function.usage;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.tollgate.api.ApiError;
import dev.tollgate.http.Json;
import dev.tollgate.ledger.LedgerRecord;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// A report in the making: records go in, rows come out.
final class UsageTable {
    /// Rows of one report.
    static final int MAX_GROUPS = 10_000;

    private final UsageQuery query;
    private final Map<List<Optional<String>>, Sums> groups = new HashMap<>();

    UsageTable(UsageQuery query) {
        this.query = query;
    }

    /// @throws ApiError 400 if the records fall into too many groups
    void add(LedgerRecord record) {
        if (!query.selects(record)) {
            return;
        }
        List<Optional<String>> group =
                query.groupBy().stream().map(dimension -> dimension.of().apply(record)).toList();
        groups.computeIfAbsent(group, _ -> new Sums()).add(record);
        if (groups.size() > MAX_GROUPS) {
            throw tooLarge("more than " + MAX_GROUPS + " rows");
        }
    }

    List<UsageRow> rows() {
        return groups.entrySet().stream()
                .map(entry -> new UsageRow(entry.getKey(), entry.getValue()))
                .sorted(UsageRow.ORDER)
                .toList();
    }

    /// The report, with the question that it answers.
    ObjectNode json() {
        ObjectNode report = query.write(Json.object().put("object", "usage"));
        ArrayNode rows = report.putArray("rows");
        Sums totals = new Sums();
        for (UsageRow row : rows()) {
            rows.add(row.json(query.groupBy()));
            totals.add(row.sums());
        }
        totals.write(report.putObject("totals"));
        return report;
    }

    static ApiError tooLarge(String what) {
        return ApiError.badRequest(
                "report_too_large",
                "The report has %s: group by less, filter more, or ask for a shorter time."
                        .formatted(what),
                "group_by");
    }

    static ApiError tooLong() {
        return ApiError.badRequest(
                "report_too_large",
                "There are too many calls to report on before the request's deadline: ask for a shorter time.",
                Period.FROM);
    }
}
