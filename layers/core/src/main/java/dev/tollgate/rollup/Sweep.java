package dev.tollgate.rollup;

import dev.tollgate.config.Bounds;
import dev.tollgate.config.Timing;
import dev.tollgate.ledger.Ledger;
import dev.tollgate.ledger.LedgerRecord;
import dev.tollgate.ledger.LedgerRecord.Expected;
import dev.tollgate.ledger.LedgerRecord.Settlement;
import dev.tollgate.ledger.LedgerRecord.Source;
import dev.tollgate.ledger.LedgerRecord.Status;
import dev.tollgate.usage.Cost;
import dev.tollgate.usage.Usage;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/// Settles calls whose end nobody will tell any more, as abandoned and with what was expected of them. Should someone tell it after all, that takes its place.
///
/// The roll-up says in which hours calls are pending, so that only these are looked at in the ledger.
public record Sweep(Sums sums, Ledger ledger, Timing timing, RollupObserver observer) {
    /// How old a pending call is that nobody can still be working at: as old as the longest, and as long again for clocks and for records that come late.
    static final Duration OVERDUE = Bounds.MAX_DEADLINE.plus(Duration.ofMinutes(15));

    /// How far back it looks: a week, and the weekday on which somebody mended what was broken.
    static final Duration LOOKED_AT = Duration.ofDays(8);

    /// Calls that one run settles at most; the next one goes on.
    static final int MAX_CALLS = 10_000;

    /// Looks through a team's calls.
    ///
    /// @param until after it no hour is begun; the next run goes on
    /// @return how many were settled
    /// @throws dev.tollgate.config.StoreUnavailable if a store did not answer; what was settled until then stays so
    public int run(String team, Instant until) {
        Instant overdue = timing.now().minus(OVERDUE);
        int settled = 0;
        try {
            for (Instant hour : hoursWithPending(team, overdue)) {
                if (settled >= MAX_CALLS || !timing.now().isBefore(until)) {
                    break;
                }
                for (LedgerRecord pending : pending(team, hour, overdue, MAX_CALLS - settled)) {
                    settled += ledger.settle(abandoned(pending)) ? 1 : 0;
                }
            }
        } finally {
            if (settled > 0) {
                observer.swept(team, settled);
            }
        }
        return settled;
    }

    private List<Instant> hoursWithPending(String team, Instant overdue) {
        Instant from = overdue.minus(LOOKED_AT).truncatedTo(ChronoUnit.HOURS);
        Instant to = overdue.truncatedTo(ChronoUnit.HOURS).plus(1, ChronoUnit.HOURS);
        return sums.read(team, from, to, Set.of(Dimension.Property.HOUR)).stream()
                .filter(row -> row.figures().of(Measure.PENDING) > 0)
                .flatMap(row -> row.values().values().stream())
                .flatMap(Optional::stream)
                .map(hour -> Instant.from(Dimension.Times.HOUR.parse(hour)))
                .sorted()
                .toList();
    }

    private List<LedgerRecord> pending(String team, Instant hour, Instant overdue, int most) {
        Instant end = hour.plus(1, ChronoUnit.HOURS);
        List<LedgerRecord> found = new ArrayList<>();
        ledger.scan(
                team,
                hour,
                end.isBefore(overdue) ? end : overdue,
                record -> {
                    if (record.settlement().isEmpty() && found.size() < most) {
                        found.add(record);
                    }
                });
        return found;
    }

    /// Without an expectation it is only known that it happened.
    private static LedgerRecord abandoned(LedgerRecord pending) {
        Expected expected =
                pending.expected().orElse(new Expected(Usage.none(), new Cost.Unpriced()));
        return pending.settled(
                new Settlement(
                        Status.ABANDONED,
                        pending.firstTarget(),
                        List.of(),
                        expected.usage().plus(Usage.estimate(0, 0)),
                        expected.cost(),
                        Source.PROVIDER,
                        0,
                        Optional.empty(),
                        Optional.empty(),
                        Optional.empty(),
                        Optional.empty(),
                        Optional.empty(),
                        Duration.ZERO,
                        Duration.ZERO));
    }
}
