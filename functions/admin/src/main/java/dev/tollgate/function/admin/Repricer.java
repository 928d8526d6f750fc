package dev.tollgate.function.admin;

import dev.tollgate.catalog.PriceBook;
import dev.tollgate.catalog.PriceHint;
import dev.tollgate.ledger.LedgerRecord;
import dev.tollgate.ledger.LedgerRecord.Settlement;
import dev.tollgate.ledger.LedgerRecord.Used;
import dev.tollgate.routing.Target;
import dev.tollgate.usage.Cost;
import dev.tollgate.usage.Price;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/// Prices calls once more as they were priced when they ended: each part of a call's tokens by itself, at the price that its target has on the day on which
/// the call began.
final class Repricer {
    private final RepriceQuery query;
    private final Set<Target> unused = new TreeSet<>(Comparator.comparing(Target::toString));
    private final Map<String, String> hints = new TreeMap<>();

    Repricer(RepriceQuery query) {
        this.query = query;
        unused.addAll(query.named());
    }

    /// Counts a call that has ended.
    void count(LedgerRecord call, Settlement end, RepricedSums sums) {
        OptionalLong before =
                end.cost() instanceof Cost.Priced priced
                        ? OptionalLong.of(priced.nanoUsd())
                        : OptionalLong.empty();
        sums.add(before, cost(end.usageByTarget(), call.startedAt()));
    }

    /// In 1e-9 USD; empty if a part has no price.
    private OptionalLong cost(List<Used> parts, Instant began) {
        long sum = 0;
        boolean known = true;
        for (Used part : parts) {
            Optional<Price> price = price(part.target(), began);
            known &= price.isPresent();
            sum = Math.addExact(sum, price.map(it -> it.cost(part.usage())).orElse(0L));
        }
        return known ? OptionalLong.of(sum) : OptionalLong.empty();
    }

    private Optional<Price> price(Target used, Instant began) {
        Target target = query.instead().getOrDefault(used, used);
        unused.remove(used);
        unused.remove(target);
        Optional<Price> standard = query.prices().price(target, began);
        Optional<Price> price = query.batch() ? standard.flatMap(Price::batch) : standard;
        if (price.isEmpty() && hints.size() < PriceBook.MAX_WARNINGS) {
            hints.computeIfAbsent(
                    target.toString(),
                    _ ->
                            standard.isPresent()
                                    ? PriceHint.batchLine(target)
                                    : PriceHint.line(target));
        }
        return price;
    }

    /// How to price what had no price, one line a target.
    List<String> hints() {
        return List.copyOf(hints.values());
    }

    /// Targets that were named, and that no call has used.
    Set<Target> unused() {
        return unused;
    }
}
