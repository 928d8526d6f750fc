package dev.tollgate.routing;

import dev.tollgate.config.Timing;
import dev.tollgate.routing.Outcome.Answered;
import dev.tollgate.routing.Outcome.Failed;
import dev.tollgate.routing.Walk.Step;
import java.time.Duration;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;

/// Tries the targets of a course until one answers, nothing can help, or the deadline has passed. Which comes next, and which failure counts
/// in the end, is for [Walk] to say. All waiting for a target that asked for it is done here.
///
/// @param targets what is behind each target of the course
/// @param hedgeAfter how long one target may keep the call waiting until the next is asked beside it; empty: for ever
record Fallback(
        Course course, Map<Target, Upstream> targets, Optional<Duration> hedgeAfter, Timing timing)
        implements Upstream {

    @Override
    public Outcome send(Call call) {
        Walk walk = new Walk(course, call.attempts());
        boolean raced = false;
        for (Optional<Step> next = walk.peek(); next.isPresent(); next = walk.peek()) {
            Step step = next.get();
            if (!waited(step, call)) {
                break;
            }
            walk.take(step);
            Optional<Step> rival = raced ? Optional.empty() : walk.peek().filter(this::canRace);
            if (rival.isPresent()) {
                Race race = race(step, rival.get(), call);
                Outcome outcome = race.run();
                if (outcome instanceof Answered) {
                    return outcome;
                }
                raced = race.hadRival();
                if (raced) {
                    walk.take(rival.get());
                }
                race.failures().forEach((of, failure) -> walk.failed(of, failure, timing.now()));
            } else {
                switch (upstream(step).send(step.patient() ? call.patiently() : call)) {
                    case Answered answered -> {
                        return answered;
                    }
                    case Failed(Failure failure) -> walk.failed(step, failure, timing.now());
                }
            }
            if (Thread.currentThread().isInterrupted() || call.answerBy().hasPassed(timing.now())) {
                break;
            }
        }
        return new Failed(walk.verdict());
    }

    /// Waits for a target that is to be waited for. Not to send all who wait at the same moment, up to a quarter is added by chance.
    ///
    /// @return false if that would take too long
    private boolean waited(Step step, Call call) {
        if (step.notBefore().isEmpty()) {
            return true;
        }
        long millis = Math.max(0, timing.now().until(step.notBefore().get()).toMillis()) + 1;
        Duration spread = Duration.ofMillis(millis + timing.random().nextLong(millis / 4 + 1));
        Pause pause = new Pause(spread);
        return pause.fits(call, timing) && pause.sleep(timing);
    }

    private boolean canRace(Step rival) {
        return hedgeAfter.isPresent() && rival.notBefore().isEmpty();
    }

    private Race race(Step first, Step second, Call call) {
        return new Race(
                new Race.Side(first, upstream(first)),
                new Race.Side(second, upstream(second)),
                hedgeAfter.orElseThrow(),
                call,
                timing);
    }

    private Upstream upstream(Step step) {
        return Objects.requireNonNull(targets.get(step.target()));
    }
}
