package dev.tollgate.function.usage;

import dev.tollgate.ledger.Ledger;
import dev.tollgate.ledger.LedgerRecord;
import dev.tollgate.rollup.Dimension;
import dev.tollgate.rollup.Figures;
import dev.tollgate.rollup.Sums;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.function.Consumer;
import java.util.stream.Collectors;

/// Sums that are made anew each time, from every record of the ledger; of any time, not only of whole hours.
///
/// @param before run before each record, to stop it
record LedgerSums(Ledger ledger, Runnable before) implements Sums {

    LedgerSums(Ledger ledger) {
        this(ledger, () -> {});
    }

    @Override
    public List<Row> read(String team, Instant from, Instant to, Set<Dimension> by) {
        Map<Map<Dimension, Optional<String>>, Figures> groups = new HashMap<>();
        scan(
                team,
                from,
                to,
                record -> {
                    groups.computeIfAbsent(values(record, by), _ -> new Figures()).add(record);
                    if (groups.size() > Group.MAX) {
                        throw Account.tooLarge("more than " + Group.MAX + " rows");
                    }
                });
        return groups.entrySet().stream()
                .map(group -> new Row(group.getKey(), group.getValue()))
                .toList();
    }

    @Override
    public SortedSet<String> tags(String team, Instant from, Instant to) {
        SortedSet<String> names = new TreeSet<>();
        scan(team, from, to, record -> names.addAll(record.tags().values().keySet()));
        return names;
    }

    private void scan(String team, Instant from, Instant to, Consumer<LedgerRecord> each) {
        before.run();
        ledger.scan(
                team,
                from,
                to,
                record -> {
                    before.run();
                    each.accept(record);
                });
    }

    private static Map<Dimension, Optional<String>> values(LedgerRecord record, Set<Dimension> by) {
        return by.stream()
                .collect(
                        Collectors.toUnmodifiableMap(
                                dimension -> dimension, dimension -> dimension.of(record)));
    }
}
