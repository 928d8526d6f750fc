package dev.tollgate.function.usage;

import dev.tollgate.ledger.LedgerRecord;
import dev.tollgate.ledger.LedgerRecord.Settlement;
import dev.tollgate.ledger.LedgerRecord.Status;
import dev.tollgate.routing.Attempts;
import dev.tollgate.usage.Cost;
import dev.tollgate.usage.Usage;
import java.util.Locale;
import java.util.function.ToLongFunction;

/// What is summed over records. A pending call counts as one; of what it uses and costs nothing is known yet.
@SuppressWarnings("ImmutableEnumChecker") // every function here is stateless
enum Measure {
    CALLS(_ -> 1),
    ANSWERED(status(Status.ANSWERED)),
    FAILED(status(Status.FAILED)),
    CUT(status(Status.CUT)),
    CANCELLED(status(Status.CANCELLED)),
    PENDING(record -> record.settlement().isEmpty() ? 1 : 0),
    /// Attempts made again at the same target.
    RETRIES(
            settled(end ->
                    end.attempts().size() - Attempts.fallbacks(end.attempts()) - first(end))),
    /// Attempts made at another target than the one before.
    FALLBACKS(settled(end -> Attempts.fallbacks(end.attempts()))),
    INPUT_TOKENS(used(Usage::input)),
    CACHE_READ_TOKENS(used(Usage::cacheRead)),
    /// Written to a provider's cache, for whatever time.
    CACHE_WRITE_TOKENS(used(usage -> Math.addExact(usage.cacheWrite(), usage.cacheWriteLong()))),
    OUTPUT_TOKENS(used(Usage::output)),
    REASONING_TOKENS(used(Usage::reasoning)),
    COST_NANO_USD(settled(end -> end.cost().knownNanoUsd())),
    UNPRICED_CALLS(settled(end -> end.cost() instanceof Cost.Unpriced ? 1 : 0)),
    ESTIMATED_CALLS(used(usage -> usage.estimated() ? 1 : 0));

    private final ToLongFunction<LedgerRecord> of;

    Measure(ToLongFunction<LedgerRecord> of) {
        this.of = of;
    }

    long of(LedgerRecord record) {
        return of.applyAsLong(record);
    }

    /// The name in a report.
    String written() {
        return name().toLowerCase(Locale.ROOT);
    }

    private static ToLongFunction<LedgerRecord> status(Status status) {
        return settled(end -> end.status() == status ? 1 : 0);
    }

    private static ToLongFunction<LedgerRecord> used(ToLongFunction<Usage> count) {
        return settled(end -> count.applyAsLong(end.usage()));
    }

    private static ToLongFunction<LedgerRecord> settled(ToLongFunction<Settlement> of) {
        return record -> record.settlement().map(of::applyAsLong).orElse(0L);
    }

    private static long first(Settlement end) {
        return end.attempts().isEmpty() ? 0 : 1;
    }
}
