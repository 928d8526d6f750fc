package dev.tollgate;

import dev.tollgate.cache.Cache.Lookup;
import dev.tollgate.cache.CacheKey;
import dev.tollgate.cache.CacheUse;
import dev.tollgate.cache.Capture;
import dev.tollgate.cache.Flights.Seat;
import dev.tollgate.cache.Idempotency;
import dev.tollgate.cache.Kept;
import dev.tollgate.cache.Leader;
import dev.tollgate.config.Timing;
import dev.tollgate.ledger.Entry;
import dev.tollgate.ledger.LedgerRecord;
import dev.tollgate.limits.Admission;
import dev.tollgate.limits.Admission.Admitted;
import dev.tollgate.limits.Admission.Refused;
import dev.tollgate.limits.Limit;
import dev.tollgate.limits.Need;
import dev.tollgate.limits.Reservation;
import dev.tollgate.limits.Standing;
import dev.tollgate.routing.Answer.Streamed;
import dev.tollgate.routing.Answer.Summary;
import dev.tollgate.routing.Answer.Whole;
import dev.tollgate.routing.Attempts;
import dev.tollgate.routing.Call;
import dev.tollgate.routing.Failure;
import dev.tollgate.routing.Target;
import dev.tollgate.usage.Cost;
import dev.tollgate.usage.Usage;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;

/// One call while it is here: what it has taken of what is shared, and gives back when it leaves.
final class Visit {
    private final Shared shared;
    private final Timing timing;
    private final Entry entry;
    private final Attempts attempts;
    private final List<Reservation> reservations = new ArrayList<>();

    private Order order;
    private Optional<Refused> refusal = Optional.empty();
    private volatile Lookup found = new Lookup.Missing();
    private Optional<Idempotency.Standing> claim = Optional.empty();
    private Optional<Seat> seat = Optional.empty();
    private Optional<Capture> capture = Optional.empty();
    private Optional<Kept> made = Optional.empty();
    private Optional<Kept> told = Optional.empty();
    private boolean complete;

    Visit(Order order, Entry entry, Attempts attempts, Shared shared, Timing timing) {
        this.order = order;
        this.entry = entry;
        this.attempts = attempts;
        this.shared = shared;
        this.timing = timing;
    }

    /// Asks all stores at the same time: a call waits for them once, and then it may be sent.
    ///
    /// It takes its seat among identical calls before it looks for a kept answer: else it could look before that is kept, and come after those
    /// who shared it have gone.
    void enter() {
        seat =
                order.cached()
                        .filter(CacheUse.Use::coalesce)
                        .flatMap(_ -> order.cacheKey())
                        .map(key -> shared.flights().join(key.hash()));
        shared.together()
                .run(
                        entry::open,
                        this::reserve,
                        this::lookUp,
                        this::claim,
                        () -> shared.breakers().prepare(order.course().targets()));
    }

    private void reserve() {
        reserve(order.route().routes().catalog().limits());
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
                                () -> found instanceof Lookup.Fresh);
        switch (admission) {
            case Admitted(Reservation reservation) -> {
                reservations.add(reservation);
                refusal = Optional.empty();
            }
            case Refused it -> refusal = Optional.of(it);
        }
    }

    private void lookUp() {
        order.cached()
                .filter(CacheUse.Use::read)
                .ifPresent(use ->
                        found =
                                shared.cache()
                                        .lookup(
                                                order.cacheKey().orElseThrow(),
                                                use.ttl(),
                                                timing.now()));
    }

    private void claim() {
        claim =
                order.once()
                        .map(once ->
                                shared.idempotency().claim(once, order.id(), order.deadline()));
    }

    /// Waits until the same request, which is under way, is answered or given up.
    void awaitTwin(Idempotency.Standing.InFlight seen) {
        claim =
                order.once()
                        .map(once ->
                                shared.idempotency()
                                        .await(once, order.id(), order.deadline(), seen));
    }

    /// Goes on as a call on another alias, if that has room: what sends calls there counts it, and does not send it on.
    void servedAs(Order other) {
        order = other;
        reserve(
                order.route().routes().catalog().limits().stream()
                        .map(Limit::withoutDowngrade)
                        .toList());
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

    Optional<Refused> refusal() {
        return refusal;
    }

    Lookup found() {
        return found;
    }

    Optional<Idempotency.Standing> claimed() {
        return claim;
    }

    /// How old the answer is, if it was kept.
    Optional<Duration> age() {
        return told.map(kept -> timing.since(kept.at()));
    }

    /// The call's seat among identical ones under way, if it shares their answer.
    Optional<Seat> seat() {
        return seat;
    }

    /// The others wait for this call's answer now.
    void leads(Leader itself) {
        seat = Optional.of(itself);
    }

    List<Standing> standings() {
        return reservations.stream().flatMap(it -> it.standings().stream()).toList();
    }

    /// Why our own limits on providers have kept the call from the last one it came to, if they have.
    Optional<Refused> keptOut() {
        return reservations.stream().reduce((_, last) -> last).flatMap(Reservation::refusal);
    }

    /// The call as it is sent.
    Call call() {
        Call call =
                new Call(order.id(), order.operation(), order.ask(), order.deadline(), attempts);
        Call gated = reservations.isEmpty() ? call : call.through(reservations.getLast());
        if (!keeps()) {
            return gated;
        }
        capture = Optional.of(new Capture(gated));
        return gated.keeping();
    }

    /// Whether anybody may want the answer once more.
    private boolean keeps() {
        return order.cached().isPresent() || claim.isPresent();
    }

    /// It is answered with what was kept of another call.
    void isTold(Kept again, LedgerRecord.Source source) {
        entry.takenFrom(source, again.target(), again.summary().usage());
        told = Optional.of(again);
        capture = Optional.empty();
    }

    /// It is answered with the alias's own words.
    void isPutOff() {
        entry.takenFromAlias();
        capture = Optional.empty();
    }

    /// Some of a stream has come.
    void relayed(byte[] piece) {
        capture.ifPresent(it -> it.piece(piece));
    }

    /// An answer has come whole.
    void answered(Whole answer) {
        entry.answered(answer.summary());
        made(capture.flatMap(it -> it.whole(answer, entry.target(), timing.now())));
    }

    /// A stream has come to its complete end.
    void answered(byte[] end, Streamed answer) {
        entry.answered(answer.summary());
        made(capture.flatMap(it -> it.end(end, answer, entry.target(), timing.now())));
    }

    private void made(Optional<Kept> answer) {
        made = answer;
        complete = capture.isPresent();
    }

    /// A provider's stream has broken.
    void cut(Failure failure, Summary soFar) {
        entry.cut(failure, soFar);
        shared.breakers().cut(entry.target(), failure);
    }

    /// Settles everything, at the same time.
    void leave() {
        shared.together().run(entry::settle, this::settleReservations, this::keep, this::endClaim);
    }

    private void settleReservations() {
        Need all = used(_ -> true);
        reservations.forEach(it ->
                it.settle(all, provider -> used(target -> target.provider().equals(provider))));
    }

    private Need used(Predicate<Target> which) {
        Usage usage = entry.usage(which);
        long nanoUsd =
                switch (entry.cost(which)) {
                    case Cost.Priced(long amount, _) -> amount;
                    case Cost.Unpriced() -> 0;
                };
        return new Need(usage.input() + usage.output(), nanoUsd);
    }

    private void keep() {
        try {
            order.cached().ifPresent(this::keep);
        } finally {
            seat.ifPresent(this::rise);
        }
    }

    private void keep(CacheUse.Use use) {
        CacheKey key = order.cacheKey().orElseThrow();
        made.ifPresent(kept -> shared.cache().keep(key, kept, use.ttl(), use.staleFor()));
    }

    /// Those who wait get the answer, or another of them asks for it.
    private void rise(Seat mine) {
        if (mine instanceof Leader leader) {
            CacheKey key = order.cacheKey().orElseThrow();
            Optional<Kept> answer = made.or(() -> told);
            if (answer.isPresent()) {
                leader.land(answer.filter(key::admits));
            }
        }
        mine.close();
    }

    private void endClaim() {
        if (claim.orElse(null) instanceof Idempotency.Standing.Mine(var execution)) {
            Optional<Kept> answer = made.or(() -> told);
            if (answer.isPresent() || complete) {
                execution.complete(answer);
            } else {
                execution.release();
            }
        }
    }
}
