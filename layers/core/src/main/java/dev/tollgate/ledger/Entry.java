package dev.tollgate.ledger;

import dev.tollgate.config.Timing;
import dev.tollgate.ledger.LedgerRecord.Settlement;
import dev.tollgate.ledger.LedgerRecord.Status;
import dev.tollgate.routing.Answer.Summary;
import dev.tollgate.routing.Attempt;
import dev.tollgate.routing.Attempts;
import dev.tollgate.routing.Failure;
import dev.tollgate.routing.Target;
import dev.tollgate.usage.Cost;
import dev.tollgate.usage.Usage;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.function.BiFunction;
import java.util.function.Supplier;

/// One call's place in the ledger, from the pending record to the settled one.
///
/// It is told how the call ends, and the first verdict holds. A call of which it is told nothing has failed by a bug of ours.
public final class Entry {
    private final Ledger ledger;
    private final LedgerObserver observer;
    private final Timing timing;
    private final LedgerRecord pending;
    private final Attempts attempts;
    private final BiFunction<Target, Usage, Cost> prices;
    private final Supplier<Usage> estimate;

    private boolean ended;
    private Status status = Status.FAILED;
    private Optional<Failure.Kind> failure = Optional.of(Failure.Kind.SERVER_ERROR);
    private Summary summary = new Summary(Usage.none(), Optional.empty());
    private Optional<Duration> timeToFirstToken = Optional.empty();

    private Entry(
            Ledger ledger,
            LedgerObserver observer,
            Timing timing,
            LedgerRecord pending,
            Attempts attempts,
            BiFunction<Target, Usage, Cost> prices,
            Supplier<Usage> estimate) {
        this.ledger = ledger;
        this.observer = observer;
        this.timing = timing;
        this.pending = pending;
        this.attempts = attempts;
        this.prices = prices;
        this.estimate = estimate;
    }

    /// Writes the pending record. When it returns, the call may be sent.
    ///
    /// @param estimate what the call uses if nobody says
    public static Entry open(
            Ledger ledger,
            LedgerObserver observer,
            Timing timing,
            LedgerRecord pending,
            Attempts attempts,
            BiFunction<Target, Usage, Cost> prices,
            Supplier<Usage> estimate) {
        ledger.open(pending);
        return new Entry(ledger, observer, timing, pending, attempts, prices, estimate);
    }

    /// The commit point is reached.
    public void committed() {
        timeToFirstToken = Optional.of(timing.since(pending.startedAt()));
    }

    public void answered(Summary end) {
        ended(Status.ANSWERED, Optional.empty(), end);
    }

    /// A provider that did not answer in time has probably read the input: that is estimated. One that refused, or was never
    /// asked, has charged nothing.
    public void failed(Failure cause) {
        boolean maybeCharged = attempts.last().filter(Attempt::hadNoAnswerInTime).isPresent();
        Summary end = maybeCharged ? new Summary(estimate.get(), Optional.empty()) : summary;
        ended(Status.FAILED, Optional.of(cause.kind()), end);
    }

    public void cut(Failure cause, Summary soFar) {
        ended(Status.CUT, Optional.of(cause.kind()), soFar);
    }

    public void cancelled(Summary soFar) {
        ended(Status.CANCELLED, Optional.empty(), soFar);
    }

    private void ended(Status how, Optional<Failure.Kind> why, Summary end) {
        if (ended) {
            return;
        }
        ended = true;
        status = how;
        failure = why;
        summary = end;
    }

    /// The target that answered, or was tried last.
    public Target target() {
        return attempts.last().map(Attempt::target).orElse(pending.firstTarget());
    }

    /// What the call cost, as far as is known now.
    public Cost cost() {
        return summary.usage().equals(Usage.none())
                ? new Cost.Priced(0, "none")
                : prices.apply(target(), summary.usage());
    }

    /// From the call's start to its first attempt, and from the last attempt's end until now or the commit point.
    public Duration overhead() {
        List<Attempt> made = attempts.list();
        Duration until = timeToFirstToken.orElseGet(() -> timing.since(pending.startedAt()));
        if (made.isEmpty()) {
            return until;
        }
        Attempt last = made.getLast();
        Instant lastEnd = last.startedAt().plus(last.took());
        return until.minus(Duration.between(made.getFirst().startedAt(), lastEnd));
    }

    /// Writes the call's end. Done once, after the caller has the reply.
    public void settle() {
        LedgerRecord settled =
                pending.settled(
                        new Settlement(
                                status,
                                target(),
                                attempts.list(),
                                summary.usage(),
                                cost(),
                                failure,
                                summary.finishReason(),
                                timeToFirstToken,
                                timing.since(pending.startedAt()),
                                overhead()));
        if (ledger.settle(settled)) {
            observer.settled(settled);
        }
    }
}
