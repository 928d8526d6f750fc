package dev.tollgate.testkit.badday;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.tollgate.config.Timing;
import dev.tollgate.routing.Answer.Summary;
import dev.tollgate.routing.Answer.Whole;
import dev.tollgate.routing.Call;
import dev.tollgate.routing.Failure;
import dev.tollgate.routing.Failure.Kind;
import dev.tollgate.routing.Outcome;
import dev.tollgate.routing.Outcome.Answered;
import dev.tollgate.routing.Outcome.Failed;
import dev.tollgate.routing.QuotaObserver;
import dev.tollgate.routing.Target;
import dev.tollgate.routing.Upstream;
import dev.tollgate.testkit.time.VirtualTime;
import dev.tollgate.usage.Usage;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.random.RandomGenerator;

/// All providers of one day. Like a real upstream's, an attempt's end is never later than its limits and its call's deadline.
final class World {
    /// How long a provider takes to say no.
    static final Duration REFUSAL = Duration.ofMillis(40);

    private final VirtualTime time;
    private final Day day;
    private final RandomGenerator chance;
    private final Map<String, Job> jobs;
    private final Map<String, Capacity> capacities = new HashMap<>();
    private final Bill bill = new Bill();

    /// @param jobs all calls that will come, by id
    World(VirtualTime time, Day day, Map<String, Job> jobs, SplittableRandom seed) {
        this.time = time;
        this.day = day;
        this.jobs = jobs;
        this.chance = seed.split();
    }

    Bill bill() {
        return bill;
    }

    /// A target, as the machine with this clock reaches it.
    ///
    /// @param quotas told what the target says of its own limit
    Upstream upstream(Target target, QuotaObserver quotas, Timing timing) {
        return call -> {
            Outcome outcome = send(target, call, timing);
            Optional.ofNullable(capacities.get(target.provider()))
                    .ifPresent(it -> quotas.observed(target, it.quota()));
            return outcome;
        };
    }

    private Outcome send(Target target, Call call, Timing timing) {
        Job job = Objects.requireNonNull(jobs.get(call.id()));
        Patience patience = Patience.with(call, timing);
        bill.request();
        Optional<Duration> full =
                day.capacity(target.provider())
                        .flatMap(it ->
                                capacities
                                        .computeIfAbsent(target.provider(), _ -> it)
                                        .take(time.elapsed()));
        if (full.isPresent()) {
            return refused(new Weather.Refusing(Kind.RATE_LIMITED, 429, full), patience);
        }
        int window =
                Objects.requireNonNull(Market.MODELS.get(target)).contextWindow().orElseThrow();
        if (job.usage().input() + Traffic.MAX_TOKENS > window) {
            return refused(
                    new Weather.Refusing(Kind.CONTEXT_LENGTH, 400, Optional.empty()), patience);
        }
        Weather weather = day.weather(target, time.elapsed(), job, chance);
        return switch (weather) {
            case Weather.Refusing refusing -> refused(refusing, patience);
            case Weather.Reset _ ->
                    patience.lasts(REFUSAL) ? new Failed(broken()) : new Failed(timedOut());
            case Weather.Silent _ -> {
                patience.runOut();
                bill.add(target, Usage.of(job.usage().input(), 0));
                yield new Failed(timedOut());
            }
            case Weather.Slow _, Weather.Cut _, Weather.Stalled _ ->
                    call.streamed()
                            ? new Stream(target, job, weather, bill, call, timing).begun(patience)
                            : whole(target, job, weather, patience);
        };
    }

    private static Outcome refused(Weather.Refusing refusing, Patience patience) {
        return new Failed(patience.lasts(REFUSAL) ? refusing.failure() : timedOut());
    }

    private Outcome whole(Target target, Job job, Weather weather, Patience patience) {
        Pieces pieces = Pieces.of(job, target, weather);
        if (!patience.lasts(pieces.first().plus(pieces.gap().multipliedBy(pieces.sound() - 1)))) {
            bill.add(target, pieces.usage(pieces.before(patience.whole())));
            return new Failed(timedOut());
        }
        bill.add(target, pieces.usage(pieces.sound()));
        return switch (pieces.end()) {
            case COMPLETE ->
                    new Answered(
                            new Whole(
                                    "{}".getBytes(UTF_8),
                                    new Summary(job.usage(), Optional.of("stop"))));
            case CUT -> new Failed(broken());
            case STALLED -> {
                patience.runOut();
                yield new Failed(timedOut());
            }
        };
    }

    static Failure timedOut() {
        return Failure.of(Kind.TIMEOUT, "no answer in time");
    }

    static Failure broken() {
        return Failure.of(Kind.SERVER_ERROR, "connection failed");
    }
}
