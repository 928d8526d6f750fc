package dev.tollgate;

import dev.tollgate.cache.Idempotency.Claimed;
import dev.tollgate.cache.Kept;
import dev.tollgate.config.Timing;
import dev.tollgate.ledger.Entry;
import dev.tollgate.ledger.LedgerRecord.Source;
import dev.tollgate.limits.Admission;
import dev.tollgate.limits.Admission.Admitted;
import dev.tollgate.limits.Admission.Refused;
import dev.tollgate.limits.Limit;
import dev.tollgate.limits.Limit.Measure.RequestsPerMinute;
import dev.tollgate.limits.Need;
import dev.tollgate.limits.Reservation;
import dev.tollgate.limits.Standing;
import dev.tollgate.routing.Answer;
import dev.tollgate.routing.Answer.Streamed;
import dev.tollgate.routing.Answer.Summary;
import dev.tollgate.routing.Answer.Whole;
import dev.tollgate.routing.Attempts;
import dev.tollgate.routing.Call;
import dev.tollgate.routing.Failure;
import dev.tollgate.routing.Target;
import dev.tollgate.usage.Usage;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;

/// One call while it is here: what it has taken of what is shared, and gives back when it leaves.
final class Visit {
    private final Shared shared;
    private final Entry entry;
    private final Attempts attempts;
    private final Keeping keeping;
    private final Optional<Transcript> transcript;
    private final List<Reservation> reservations = new ArrayList<>();

    private Order order;
    private Optional<Refused> refusal = Optional.empty();

    /// @param transcript empty if nothing is kept of the call beside its record
    Visit(
            Order order,
            Entry entry,
            Attempts attempts,
            Shared shared,
            Optional<Transcript> transcript,
            Timing timing) {
        this.order = order;
        this.entry = entry;
        this.attempts = attempts;
        this.shared = shared;
        this.transcript = transcript;
        this.keeping = new Keeping(order, shared, timing);
    }

    /// Asks all stores at the same time: a call waits for them once, and then it may be sent.
    void enter() {
        keeping.takeSeat();
        shared.together()
                .run(
                        entry::open,
                        () -> reserve(rules()),
                        keeping::lookUp,
                        keeping::claim,
                        () -> shared.breakers().prepare(order.course().targets()));
    }

    private void reserve(List<Limit> rules) {
        Admission admission =
                shared.limits()
                        .admit(
                                rules,
                                order.subject(),
                                Optional.of(order.firstTarget().provider()),
                                order.priority(),
                                order.need(),
                                order.deadline(),
                                order.answerBy(),
                                keeping::isServed);
        switch (admission) {
            case Admitted(Reservation reservation) -> {
                reservations.add(reservation);
                refusal = Optional.empty();
            }
            case Refused it -> refusal = Optional.of(it);
        }
    }

    /// Is counted as a request, where nothing else has room: as much as a kept answer takes.
    void takesARequest() {
        reserve(
                rules().stream()
                        .filter(limit -> limit.measure() instanceof RequestsPerMinute)
                        .toList());
    }

    /// Goes on as a call on another alias, if that has room: what sends calls there counts it, and does not refuse it. What counts the call already, whatever
    /// its alias, goes on counting it.
    ///
    /// @return whether it has
    boolean servedAs(Order other) {
        Order before = order;
        order = other;
        reserve(
                rules().stream()
                        .filter(limit -> reservations.isEmpty() || limit.scope().namesAlias())
                        .map(limit -> limit.servedBy(other.route().alias()))
                        .toList());
        if (refusal.isPresent()) {
            order = before;
            return false;
        }
        entry.retagged(order.tags());
        return true;
    }

    private List<Limit> rules() {
        return order.route().routes().catalog().limits();
    }

    /// Waits for the same request, which is under way, and holds nothing of limits meanwhile.
    void awaitTwin(Claimed.InFlight seen) {
        giveBack();
        keeping.awaitTwin(seen);
        if (!keeping.isServed()) {
            reserve(rules());
        }
    }

    private void giveBack() {
        reservations.forEach(it -> it.settle(Need.NOTHING, _ -> Need.NOTHING));
        reservations.clear();
    }

    Order order() {
        return order;
    }

    Entry entry() {
        return entry;
    }

    Attempts attempts() {
        return attempts;
    }

    Keeping keeping() {
        return keeping;
    }

    /// The limit that has no room for the call.
    Optional<Refused> refusal() {
        return refusal;
    }

    List<Standing> standings() {
        return reservations.stream().flatMap(it -> it.standings().stream()).toList();
    }

    /// Why our own limits on providers have kept the call from the last one it came to, if they have.
    Optional<Refused> keptOut() {
        return reservations.stream().findFirst().flatMap(Reservation::refusal);
    }

    /// The call as it is sent.
    Call call() {
        Call call =
                new Call(order.id(), order.operation(), order.ask(), order.deadline(), attempts);
        Call heard = transcript.map(it -> it.listening(call)).orElse(call);
        return keeping.collecting(
                reservations.isEmpty() ? heard : heard.through(reservations.getFirst()));
    }

    /// It is answered with what was kept of another call.
    void isTold(Kept again, Source source) {
        entry.takenFrom(source, again.target(), again.summary().usage());
        keeping.isTold(again);
        if (source == Source.STALE_CACHE) {
            keeping.isPutOff();
        }
    }

    /// It is answered with the alias's own words.
    void isPutOff() {
        entry.takenFromAlias();
        keeping.isPutOff();
    }

    /// The commit point is reached: the caller gets this answer, and no other.
    void commits(Answer answer) {
        entry.committed();
        transcript.ifPresent(it -> it.begins(answer));
    }

    /// Some of a stream goes to the caller.
    void relayed(byte[] piece) {
        keeping.relayed(piece);
        transcript.ifPresent(it -> it.relayed(piece));
    }

    /// An answer has come whole.
    void answered(Whole answer) {
        entry.answered(answer.summary());
        keeping.answered(answer, entry.target());
    }

    /// A stream has come to its complete end.
    void answered(byte[] end, Streamed answer) {
        entry.answered(answer.summary());
        keeping.answered(end, answer, entry.target());
        transcript.ifPresent(it -> it.ends(end));
    }

    /// A provider's stream has broken.
    void cut(Failure failure, Summary soFar) {
        entry.cut(failure, soFar);
        shared.breakers().cut(entry.target(), failure);
    }

    /// Settles everything, at the same time.
    void leave() {
        shared.together()
                .run(
                        entry::settle,
                        this::settleReservations,
                        keeping::keep,
                        keeping::endClaim,
                        this::log);
    }

    private void log() {
        transcript.ifPresent(it -> shared.audit().keep(order.id(), it::payload));
    }

    private void settleReservations() {
        Need all = used(_ -> true);
        reservations.forEach(it ->
                it.settle(all, provider -> used(target -> target.provider().equals(provider))));
    }

    private Need used(Predicate<Target> which) {
        Usage usage = entry.usage(which);
        return new Need(usage.input() + usage.output(), entry.knownNanoUsd(which));
    }
}
