package dev.tollgate.rollup;

import dev.tollgate.ledger.LedgerRecord;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// Some changes of a shard, summed up in as many segments as one append may bring.
///
/// @param changes how many
/// @param last the sequence of the last one
record Batch(int changes, String last, List<Segment> segments) {
    /// What the segments of one append may take together: a transaction's 4 MB, with room for keys.
    static final int MAX_BYTES = 3 * 1024 * 1024;

    Batch {
        segments = List.copyOf(segments);
    }

    /// The first of some changes, as many as there is room for.
    static Batch from(String shard, List<Change> changes) {
        for (int count = changes.size(); count > 1; count /= 2) {
            Optional<Batch> batch = of(shard, changes.subList(0, count));
            if (batch.isPresent()) {
                return batch.get();
            }
        }
        return of(shard, changes.subList(0, 1))
                .orElseThrow(() ->
                        new IllegalStateException(
                                "one change takes more than a segment: "
                                        + changes.getFirst().after().id()));
    }

    /// Empty if they need more room, or sums of more than 64 bits.
    private static Optional<Batch> of(String shard, List<Change> changes) {
        Map<Day, Table> tables;
        try {
            tables = sum(changes);
        } catch (ArithmeticException _) {
            return Optional.empty();
        }
        tables.values().forEach(Table::dropZeros);
        tables.values().removeIf(table -> table.rows().isEmpty());
        if (tables.size() > RollupStore.MAX_SEGMENTS) {
            return Optional.empty();
        }
        String last = changes.getLast().sequence();
        List<Segment> segments = new ArrayList<>();
        tables.forEach((day, table) ->
                segments.add(
                        new Segment(day.team, day.day, shard, last, TableCodec.encode(table))));
        boolean fits =
                segments.stream().allMatch(each -> each.table().length <= Segment.MAX_BYTES)
                        && segments.stream().mapToInt(each -> each.table().length).sum()
                                <= MAX_BYTES;
        return fits ? Optional.of(new Batch(changes.size(), last, segments)) : Optional.empty();
    }

    private static Map<Day, Table> sum(List<Change> changes) {
        Map<Day, Table> tables = new LinkedHashMap<>();
        for (Change change : changes) {
            change.before().ifPresent(record -> cell(tables, record).subtract(record));
            cell(tables, change.after()).add(change.after());
        }
        return tables;
    }

    private static Figures cell(Map<Day, Table> tables, LedgerRecord record) {
        Table table = tables.computeIfAbsent(Day.of(record), _ -> new Table(Table.CELL));
        return Table.cell(table, record);
    }

    private record Day(String team, LocalDate day) {
        static Day of(LedgerRecord record) {
            return new Day(record.team(), LocalDate.ofInstant(record.startedAt(), ZoneOffset.UTC));
        }
    }
}
