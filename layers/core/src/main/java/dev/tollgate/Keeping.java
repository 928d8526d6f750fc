package dev.tollgate;

import dev.tollgate.cache.Cache.Lookup;
import dev.tollgate.cache.CacheKey;
import dev.tollgate.cache.CacheUse;
import dev.tollgate.cache.Capture;
import dev.tollgate.cache.Flights.Seat;
import dev.tollgate.cache.Idempotency.Claimed;
import dev.tollgate.cache.Kept;
import dev.tollgate.cache.Leader;
import dev.tollgate.config.Timing;
import dev.tollgate.routing.Answer.Streamed;
import dev.tollgate.routing.Answer.Whole;
import dev.tollgate.routing.Call;
import dev.tollgate.routing.Target;
import java.time.Duration;
import java.util.Optional;

/// What one call may be told of others' answers, and what others may be told of its own: kept answers to the same question, identical calls under way,
/// the same request sent before.
final class Keeping {
    private final Order order;
    private final Shared shared;
    private final Timing timing;

    private volatile Lookup found = new Lookup.Missing();
    private Optional<Claimed> claim = Optional.empty();
    private Optional<Seat> seat = Optional.empty();
    private Optional<Capture> capture = Optional.empty();
    private Optional<Kept> made = Optional.empty();
    private Optional<Kept> told = Optional.empty();
    private boolean complete;

    Keeping(Order order, Shared shared, Timing timing) {
        this.order = order;
        this.shared = shared;
        this.timing = timing;
    }

    /// Takes the call's seat among identical ones. Comes before [#lookUp]: else a call could look before an answer is kept, and come after those who
    /// shared it have gone.
    void takeSeat() {
        seat =
                order.cached()
                        .filter(CacheUse.Use::coalesce)
                        .flatMap(_ -> order.cacheKey())
                        .map(key -> shared.flights().join(key.hash()));
    }

    void lookUp() {
        order.cached()
                .filter(CacheUse.Use::read)
                .ifPresent(
                        use -> found = shared.cache().lookup(cacheKey(), use.ttl(), timing.now()));
    }

    void claim() {
        claim =
                order.once()
                        .map(once ->
                                shared.idempotency().claim(once, order.id(), order.deadline()));
    }

    /// Waits until the same request, which is under way, is answered or given up.
    void awaitTwin(Claimed.InFlight seen) {
        claim =
                order.once()
                        .map(once ->
                                shared.idempotency()
                                        .await(once, order.id(), order.deadline(), seen));
    }

    Lookup found() {
        return found;
    }

    Optional<Claimed> claimed() {
        return claim;
    }

    /// The call's seat among identical ones, if it shares their answer.
    Optional<Seat> seat() {
        return seat;
    }

    /// The others wait for this call's answer now.
    void leads(Leader itself) {
        seat = Optional.of(itself);
    }

    /// The call as it is sent: what comes of it is collected, if anybody may want it once more.
    Call collecting(Call call) {
        if (order.cached().isEmpty() && claim.isEmpty()) {
            return call;
        }
        capture = Optional.of(new Capture(call));
        return call.keeping();
    }

    void relayed(byte[] piece) {
        capture.ifPresent(it -> it.piece(piece));
    }

    void answered(Whole answer, Target target) {
        made(capture.flatMap(it -> it.whole(answer, target, timing.now())));
    }

    void answered(byte[] end, Streamed answer, Target target) {
        made(capture.flatMap(it -> it.end(end, answer, target, timing.now())));
    }

    private void made(Optional<Kept> answer) {
        made = answer;
        complete = capture.isPresent();
    }

    /// The call is answered with what was kept of another.
    void isTold(Kept again) {
        told = Optional.of(again);
        capture = Optional.empty();
    }

    /// The call is answered with what is no answer, and nobody's business.
    void isPutOff() {
        capture = Optional.empty();
    }

    /// How old the answer is, if it was kept.
    Optional<Duration> age() {
        return told.map(kept -> timing.since(kept.at()));
    }

    /// Keeps the answer, and then tells those who wait for it; without one, another of them asks.
    void keep() {
        try {
            order.cached()
                    .ifPresent(use ->
                            made.ifPresent(kept ->
                                    shared.cache()
                                            .keep(cacheKey(), kept, use.ttl(), use.staleFor())));
        } finally {
            seat.ifPresent(this::leave);
        }
    }

    private void leave(Seat mine) {
        Optional<Kept> answer = made.or(() -> told);
        if (mine instanceof Leader leader && answer.isPresent()) {
            leader.land(answer.filter(cacheKey()::admits));
        }
        mine.close();
    }

    /// Repeats of the request get the answer; without one, they are executed.
    void endClaim() {
        if (claim.orElse(null) instanceof Claimed.Mine(var execution)) {
            Optional<Kept> answer = made.or(() -> told);
            if (answer.isPresent() || complete) {
                execution.complete(answer);
            } else {
                execution.release();
            }
        }
    }

    private CacheKey cacheKey() {
        return order.cacheKey().orElseThrow();
    }
}
