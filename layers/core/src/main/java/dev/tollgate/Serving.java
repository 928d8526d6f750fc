package dev.tollgate;

import dev.tollgate.api.ApiError;
import dev.tollgate.cache.Cache.Lookup;
import dev.tollgate.cache.Flights.Seat;
import dev.tollgate.cache.Follower;
import dev.tollgate.cache.Idempotency.Claimed;
import dev.tollgate.cache.Kept;
import dev.tollgate.cache.Leader;
import dev.tollgate.cache.Replay;
import dev.tollgate.catalog.Routes.Route;
import dev.tollgate.config.Deadline;
import dev.tollgate.config.Timing;
import dev.tollgate.ledger.LedgerRecord.Source;
import dev.tollgate.limits.Admission.Reason;
import dev.tollgate.limits.Admission.Refused;
import dev.tollgate.limits.Limit.Exceeded;
import dev.tollgate.limits.Limit.Measure;
import dev.tollgate.routing.Answer;
import dev.tollgate.routing.Degrade;
import dev.tollgate.routing.Degrade.Substitute;
import dev.tollgate.routing.Failure;
import dev.tollgate.routing.Outcome;
import dev.tollgate.routing.Outcome.Answered;
import dev.tollgate.routing.Outcome.Failed;
import java.time.Duration;
import java.util.Optional;

/// Where the answer to a call comes from: what the same request was answered before, a kept answer to the same question, an identical call under
/// way, a provider, or the alias's substitute for one.
record Serving(Intake intake, Shared shared, Timing timing) {
    private static final Duration SOON = Duration.ofSeconds(1);

    /// @throws ApiError if we refuse the call
    Outcome serve(Visit visit) {
        return repeated(visit)
                .or(() -> kept(visit))
                .map(answer -> (Outcome) new Answered(answer))
                .orElseGet(() -> fresh(visit));
    }

    private static Optional<Answer> repeated(Visit visit) {
        if (visit.keeping().claimed().orElse(null) instanceof Claimed.InFlight seen
                && visit.order().waitsForTwin()) {
            visit.awaitTwin(seen);
        }
        return visit.keeping()
                .claimed()
                .flatMap(claimed ->
                        switch (claimed) {
                            case Claimed.Mine _ -> Optional.empty();
                            case Claimed.Answered(Kept before) ->
                                    Optional.of(
                                            again(before, Source.REPLAY, visit)
                                                    .orElseThrow(Serving::notRepeatable));
                            case Claimed.TooLarge() -> throw notRepeatable();
                            case Claimed.Mismatch() -> throw ApiError.keyReused();
                            case Claimed.InFlight _ ->
                                    throw ApiError.sentBefore(
                                            "request_in_flight",
                                            "The same request is being answered right now.",
                                            SOON);
                        });
    }

    private static ApiError notRepeatable() {
        return ApiError.sentBefore(
                "answer_not_kept",
                "This request was answered; its answer can't be given in this form again.",
                SOON);
    }

    /// A hit takes no tokens, so it passes where only these have run out, as a request.
    private static Optional<Answer> kept(Visit visit) {
        if (!(visit.keeping().found() instanceof Lookup.Fresh(Kept kept, _))) {
            return Optional.empty();
        }
        Optional<Answer> answer = Replay.of(kept, visit.call());
        if (answer.isPresent() && visit.refusal().filter(it -> !countsCalls(it)).isPresent()) {
            visit.takesARequest();
        }
        return visit.refusal().isPresent()
                ? Optional.empty()
                : told(answer, kept, Source.CACHE, visit);
    }

    private static boolean countsCalls(Refused refused) {
        return refused.limit().measure() instanceof Measure.RequestsPerMinute;
    }

    private static Optional<Answer> again(Kept kept, Source source, Visit visit) {
        return told(Replay.of(kept, visit.call()), kept, source, visit);
    }

    private static Optional<Answer> told(
            Optional<Answer> answer, Kept kept, Source source, Visit visit) {
        answer.ifPresent(_ -> visit.isTold(kept, source));
        return answer;
    }

    private Outcome fresh(Visit visit) {
        visit.refusal().ifPresent(refused -> instead(refused, visit));
        return switch (visit.keeping().seat().orElse(new Seat.Alone())) {
            case Leader _, Seat.Alone _ -> asked(visit);
            case Follower follower -> following(follower, visit);
        };
    }

    private Outcome following(Follower follower, Visit visit) {
        Duration left = visit.order().answerBy().remaining(timing.now());
        return switch (follower.await(left)) {
            case Follower.End.Shared(Kept kept) ->
                    again(kept, Source.SHARED, visit)
                            .<Outcome>map(Answered::new)
                            .orElseGet(() -> asked(visit));
            case Follower.End.Lead(Leader leader) -> {
                visit.keeping().leads(leader);
                yield asked(visit);
            }
            case Follower.End.Alone(), Follower.End.Late() -> asked(visit);
        };
    }

    /// What a limit that has no room wants to be done.
    private void instead(Refused refused, Visit visit) {
        shared.limits().tell(refused);
        boolean sent =
                refused.reason() != Reason.STORE_UNAVAILABLE
                        && refused.limit().exceeded() instanceof Exceeded.DowngradeTo(String alias)
                        && servedBy(alias, "limit:alias:" + alias, visit);
        if (!sent) {
            throw RateLimits.error(visit.refusal().orElse(refused));
        }
    }

    /// @return whether the other alias takes the call
    private boolean servedBy(String alias, String degraded, Visit visit) {
        Route other = visit.order().route().routes().named(alias);
        boolean takes = visit.servedAs(intake.instead(visit.order(), other));
        if (takes) {
            visit.entry().degraded(degraded);
        }
        return takes;
    }

    private Outcome asked(Visit visit) {
        Order order = visit.order();
        Outcome outcome = sent(visit, order.answerBy());
        return order.route().plan().degrade().isPresent()
                        && outcome instanceof Failed(Failure failure)
                        && failure.kind().isTheProviders()
                ? substitute(order.route().plan().degrade().get(), visit).orElse(outcome)
                : outcome;
    }

    private static Outcome sent(Visit visit, Deadline answerBy) {
        Order order = visit.order();
        return order.route().along(order.course()).send(visit.call().answeredBy(answerBy));
    }

    private Optional<Outcome> substitute(Degrade degrade, Visit visit) {
        return switch (degrade.substitute()) {
            case Substitute.Message(String text) ->
                    Replay.message(text, visit.order().firstTarget(), visit.call(), timing.now())
                            .map(answer -> {
                                visit.isPutOff();
                                visit.entry().degraded("message");
                                return new Answered(answer);
                            });
            case Substitute.Stale() ->
                    stale(visit.keeping().found())
                            .flatMap(kept -> again(kept, Source.STALE_CACHE, visit))
                            .map(answer -> {
                                visit.entry().degraded("stale_cache");
                                return new Answered(answer);
                            });
            case Substitute.Other(String alias) ->
                    servedBy(alias, "alias:" + alias, visit)
                            ? Optional.of(sent(visit, visit.order().deadline()))
                            : Optional.empty();
        };
    }

    private static Optional<Kept> stale(Lookup found) {
        return switch (found) {
            case Lookup.Fresh(Kept kept, _) -> Optional.of(kept);
            case Lookup.Stale(Kept kept, _) -> Optional.of(kept);
            case Lookup.Missing() -> Optional.empty();
        };
    }
}
