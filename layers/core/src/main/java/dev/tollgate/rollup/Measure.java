package dev.tollgate.rollup;

import dev.tollgate.ledger.LedgerRecord;
import dev.tollgate.ledger.LedgerRecord.Settlement;
import dev.tollgate.ledger.LedgerRecord.Source;
import dev.tollgate.ledger.LedgerRecord.Status;
import dev.tollgate.routing.Attempts;
import dev.tollgate.usage.Cost;
import java.util.Locale;
import java.util.function.ToLongFunction;

/// What is counted over calls, beside their tokens and costs by class. A pending call counts as one; of what it uses nothing is known yet.
@SuppressWarnings("ImmutableEnumChecker") // every function here is stateless
public enum Measure {
    CALLS(_ -> 1),
    ANSWERED(status(Status.ANSWERED)),
    FAILED(status(Status.FAILED)),
    CUT(status(Status.CUT)),
    CANCELLED(status(Status.CANCELLED)),
    REFUSED(status(Status.REFUSED)),
    ABANDONED(status(Status.ABANDONED)),
    PENDING(record -> record.settlement().isEmpty() ? 1 : 0),
    /// Attempts made again at the same target.
    RETRIES(
            settled(end ->
                    end.attempts().size() - Attempts.fallbacks(end.attempts()) - first(end))),
    /// Attempts made at another target than the one before.
    FALLBACKS(settled(end -> Attempts.fallbacks(end.attempts()))),
    /// Calls that were answered with what another one was answered.
    CACHE_HITS(settled(end -> isKept(end.source()) ? 1 : 0)),
    /// What these would have cost, in 1e-9 USD.
    SAVED_NANO_USD(settled(Settlement::savedNanoUsd)),
    /// Calls that got less than they asked for.
    DEGRADED_CALLS(settled(end -> end.degraded().isPresent() ? 1 : 0)),
    /// Calls of which some cost is not known.
    UNPRICED_CALLS(settled(end -> end.cost() instanceof Cost.Unpriced ? 1 : 0)),
    /// Calls whose tokens no provider has told.
    ESTIMATED_CALLS(settled(end -> end.usage().estimated() ? 1 : 0));

    private final ToLongFunction<LedgerRecord> of;

    Measure(ToLongFunction<LedgerRecord> of) {
        this.of = of;
    }

    public long of(LedgerRecord record) {
        return of.applyAsLong(record);
    }

    /// The name in a report.
    public String written() {
        return name().toLowerCase(Locale.ROOT);
    }

    private static ToLongFunction<LedgerRecord> status(Status status) {
        return settled(end -> end.status() == status ? 1 : 0);
    }

    private static ToLongFunction<LedgerRecord> settled(ToLongFunction<Settlement> of) {
        return record -> record.settlement().map(of::applyAsLong).orElse(0L);
    }

    private static boolean isKept(Source source) {
        return source != Source.PROVIDER && source != Source.MESSAGE;
    }

    private static long first(Settlement end) {
        return end.attempts().isEmpty() ? 0 : 1;
    }
}
