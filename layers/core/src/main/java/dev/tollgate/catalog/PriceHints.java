package dev.tollgate.catalog;

import dev.tollgate.ledger.LedgerRecord;
import dev.tollgate.ledger.LedgerRecord.Settlement;
import dev.tollgate.ledger.LedgerRecord.Used;
import dev.tollgate.routing.Target;
import dev.tollgate.usage.Cost;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Collectors;

/// The [PriceHint]s that settled calls give cause for, each once as long as this object lives.
public final class PriceHints {
    /// After so many, nothing more is told: the metric goes on to count.
    static final int MAX = 1_000;

    private final Set<String> told = ConcurrentHashMap.newKeySet();

    /// The line to tell for a call, if its cost is not known and the line was not told before.
    public Optional<String> of(LedgerRecord record) {
        return record.settlement()
                .filter(end -> end.cost() instanceof Cost.Unpriced)
                .map(PriceHints::line)
                .filter(line -> told.size() < MAX && told.add(line));
    }

    /// A record does not say which of several targets lacks its price.
    private static String line(Settlement end) {
        List<Target> targets =
                end.usageByTarget().stream()
                        .map(Used::target)
                        .distinct()
                        .sorted(Comparator.comparing(Target::toString))
                        .toList();
        return targets.size() < 2
                ? PriceHint.line(targets.isEmpty() ? end.target() : targets.getFirst())
                : "at least one of these has no price: "
                        + targets.stream().map(PriceHint::line).collect(Collectors.joining("; "));
    }
}
