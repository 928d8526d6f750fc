package dev.tollgate.ledger;

import dev.tollgate.api.Tags;
import dev.tollgate.config.Timing;
import dev.tollgate.ledger.LedgerRecord.Settlement;
import dev.tollgate.ledger.LedgerRecord.Source;
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
import java.util.Map;
import java.util.Optional;
import java.util.function.BiFunction;
import java.util.function.Predicate;
import java.util.function.Supplier;
import java.util.stream.Stream;

/// One call's place in the ledger, from the pending record to the settled one.
///
/// It is told how the call ends, and the first verdict holds. A call of which it is told nothing has failed by a bug of ours.
public final class Entry {
    private static final Cost FREE = Cost.Priced.of(Map.of(), "none");

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
    private Optional<String> refusal = Optional.empty();
    private Summary summary = new Summary(Usage.none(), Optional.empty());
    private Source source = Source.PROVIDER;
    private Optional<Target> keptFrom = Optional.empty();
    private long savedNanoUsd;
    private Optional<String> degraded = Optional.empty();
    private Optional<Duration> timeToFirstToken = Optional.empty();
    private Tags tags;

    /// @param attempts those of the call, as they are made
    /// @param estimate what an attempt uses if nobody says
    public Entry(
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
        this.tags = pending.tags();
        this.attempts = attempts;
        this.prices = prices;
        this.estimate = estimate;
    }

    /// Writes the pending record. When it returns, the call may be sent.
    public void open() {
        ledger.open(pending);
    }

    /// The commit point is reached.
    public void committed() {
        timeToFirstToken = Optional.of(timing.since(pending.startedAt()));
    }

    public void answered(Summary end) {
        ended(Status.ANSWERED, Optional.empty(), end);
    }

    /// No provider answers the call, but what another call was answered: nothing is used, and what it would have cost is saved.
    ///
    /// @param made who made the answer
    /// @param used what it used then
    public void takenFrom(Source where, Target made, Usage used) {
        source = where;
        keptFrom = Optional.of(made);
        savedNanoUsd = prices.apply(made, used).knownNanoUsd();
    }

    /// No provider answers the call, but the alias itself.
    public void takenFromAlias() {
        source = Source.MESSAGE;
    }

    /// The caller gets less than it asked for.
    ///
    /// @param how as [Settlement] says it
    public void degraded(String how) {
        degraded = Optional.of(how);
    }

    /// The call has gone another way than the one that it began with, and is counted under these tags.
    public void retagged(Tags now) {
        tags = now;
    }

    public Optional<String> degraded() {
        return degraded;
    }

    /// We did not send the call.
    ///
    /// @param by what has refused it, as [Settlement] says it
    public void refused(String by) {
        refusal = refusal.or(() -> ended ? Optional.empty() : Optional.of(by));
        ended(Status.REFUSED, Optional.empty(), summary);
    }

    public void failed(Failure cause) {
        ended(Status.FAILED, Optional.of(cause.kind()), summary);
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
        summary = source == Source.PROVIDER ? end : new Summary(Usage.none(), end.finishReason());
    }

    /// The alias that was asked for.
    public String alias() {
        return pending.alias();
    }

    public Source source() {
        return source;
    }

    /// The target that answered, or was tried last.
    public Target target() {
        return keptFrom.or(() -> attempts.last().map(Attempt::target))
                .orElse(pending.firstTarget());
    }

    /// A provider that did not answer in time has probably read the input: that is estimated. One that refused has charged nothing.
    private List<Attempt> made() {
        return attempts.list().stream()
                .map(attempt ->
                        attempt.hadNoAnswerInTime() ? attempt.wasting(estimate.get()) : attempt)
                .toList();
    }

    /// Every token that the call has used, as far as is known now: those of its answer, and those that attempts have wasted.
    public Usage usage() {
        return usage(_ -> true);
    }

    /// Those of some targets.
    public Usage usage(Predicate<Target> which) {
        Usage answer = which.test(target()) ? summary.usage() : Usage.none();
        return made().stream()
                .filter(attempt -> which.test(attempt.target()))
                .map(Attempt::wasted)
                .reduce(answer, Usage::plus);
    }

    /// What all these tokens cost.
    public Cost cost() {
        return costs(_ -> true).reduce(FREE, Cost::plus);
    }

    /// What is known of the cost of those of some targets, in 1e-9 USD: what has no price is left out.
    public long knownNanoUsd(Predicate<Target> which) {
        return costs(which).mapToLong(Cost::knownNanoUsd).sum();
    }

    private Stream<Cost> costs(Predicate<Target> which) {
        Stream<Cost> answer =
                which.test(target()) ? Stream.of(cost(target(), summary.usage())) : Stream.empty();
        return Stream.concat(
                answer,
                made().stream()
                        .filter(attempt -> which.test(attempt.target()))
                        .map(attempt -> cost(attempt.target(), attempt.wasted())));
    }

    private Cost cost(Target target, Usage usage) {
        return usage.isNone() ? FREE : prices.apply(target, usage);
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
                pending.with(tags)
                        .settled(
                                new Settlement(
                                        status,
                                        target(),
                                        made(),
                                        usage(),
                                        cost(),
                                        source,
                                        savedNanoUsd,
                                        degraded,
                                        failure,
                                        refusal,
                                        summary.finishReason(),
                                        timeToFirstToken,
                                        timing.since(pending.startedAt()),
                                        overhead()));
        if (ledger.settle(settled)) {
            observer.settled(settled);
        }
    }
}
