package dev.tollgate.testkit.rollup;

import dev.tollgate.ledger.LedgerRecord;
import dev.tollgate.rollup.Change;
import dev.tollgate.rollup.Dimension;
import dev.tollgate.rollup.Figures;
import dev.tollgate.rollup.Sums;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.function.Predicate;

/// Sums made from the records themselves: what roll-ups have to equal.
public final class LedgerSums implements Sums {
    private final List<LedgerRecord> added;
    private final List<LedgerRecord> taken;

    private LedgerSums(List<LedgerRecord> added, List<LedgerRecord> taken) {
        this.added = added;
        this.taken = taken;
    }

    /// Of records as they are in the ledger.
    public static LedgerSums of(Collection<LedgerRecord> records) {
        return new LedgerSums(List.copyOf(records), List.of());
    }

    /// Of what has been told of records so far.
    public static LedgerSums told(Collection<Change> changes) {
        return new LedgerSums(
                changes.stream().map(Change::after).toList(),
                changes.stream().map(Change::before).flatMap(Optional::stream).toList());
    }

    @Override
    public List<Row> read(String team, Instant from, Instant to, Set<Dimension> by) {
        Map<Map<Dimension, Optional<String>>, Figures> rows = new HashMap<>();
        Predicate<LedgerRecord> inside = inside(team, from, to);
        added.stream().filter(inside).forEach(record -> row(rows, record, by).add(record));
        taken.stream().filter(inside).forEach(record -> row(rows, record, by).subtract(record));
        List<Row> list = new ArrayList<>();
        rows.forEach((values, figures) -> {
            if (!figures.isZero()) {
                list.add(new Row(values, figures));
            }
        });
        return list;
    }

    @Override
    public SortedSet<String> tags(String team, Instant from, Instant to) {
        SortedSet<String> names = new TreeSet<>();
        added.stream()
                .filter(inside(team, from, to))
                .forEach(record -> names.addAll(record.tags().values().keySet()));
        return names;
    }

    private static Predicate<LedgerRecord> inside(String team, Instant from, Instant to) {
        return record ->
                record.team().equals(team)
                        && !record.startedAt().isBefore(from)
                        && record.startedAt().isBefore(to);
    }

    private static Figures row(
            Map<Map<Dimension, Optional<String>>, Figures> rows,
            LedgerRecord record,
            Set<Dimension> by) {
        Map<Dimension, Optional<String>> values = new HashMap<>();
        by.forEach(dimension -> values.put(dimension, dimension.of(record)));
        return rows.computeIfAbsent(values, _ -> new Figures());
    }
}
