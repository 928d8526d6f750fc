package dev.tollgate.routing;

import dev.tollgate.routing.Course.Stop;
import dev.tollgate.routing.Failure.Kind;
import dev.tollgate.routing.Failure.Remedy;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// One call's way along its [Course]: where it goes next, after all that has gone wrong so far. Used by one thread.
///
/// No target is asked twice, but for one case: one that asked to be waited for comes up again, the soonest first, when nobody else is left. A call
/// that was not even sent there comes back [#MAX_RETURNS] times at most, to all such targets together; one that was sent, once to each, and not if it has
/// made [#MAX_ATTEMPTS].
final class Walk {
    static final int MAX_RETURNS = 20;
    static final int MAX_ATTEMPTS = 5;

    private static final Comparator<Waiting> SOONEST = Comparator.comparing(Waiting::until);

    private final Course course;
    private final Attempts attempts;
    private final List<Stop> ahead;
    private final Set<Target> asked = new HashSet<>();
    private final List<Waiting> waiting = new ArrayList<>();
    private final Set<Target> cameBack = new HashSet<>();
    private int returns;
    private @Nullable Failure counts;

    /// @param attempts those of the call, as they are made
    Walk(Course course, Attempts attempts) {
        this.course = course;
        this.attempts = attempts;
        this.ahead = new ArrayList<>(course.stops());
        this.ahead.removeIf(stop -> stop.skipped().isPresent());
    }

    /// Where the call would go next.
    Optional<Step> peek() {
        if (!ahead.isEmpty()) {
            Stop next = ahead.getFirst();
            return Optional.of(new Step(next, isLast(next), Optional.empty()));
        }
        boolean mayBeSentAgain = attempts.list().size() < MAX_ATTEMPTS;
        return waiting.stream()
                .filter(it -> mayBeSentAgain || !it.sent())
                .min(SOONEST)
                .map(it -> new Step(it.stop(), true, Optional.of(it.until())));
    }

    /// The call goes there.
    void take(Step step) {
        asked.add(step.target());
        ahead.removeIf(stop -> asked.contains(stop.target()));
        waiting.removeIf(it -> it.stop().target().equals(step.target()));
    }

    /// What came of a step.
    void failed(Step step, Failure failure, Instant now) {
        counts = counts == null ? failure : moreTelling(counts, failure);
        if (failure.remedy() == Remedy.NOTHING) {
            ahead.clear();
            waiting.clear();
        } else if (asksToWait(failure) && mayComeBack(step.target(), failure)) {
            Instant until = now.plus(failure.retryAfter().orElseThrow());
            waiting.add(new Waiting(step.stop(), until, !failure.wasNeverSent()));
        }
        List<Stop> detours = detours(failure.kind());
        ahead.removeIf(stop -> detours.stream().anyMatch(it -> it.target().equals(stop.target())));
        ahead.addAll(0, detours);
        if (failure.kind() == Kind.CONTEXT_LENGTH) {
            ahead.removeIf(stop -> isNoLarger(stop, step.stop()));
            waiting.removeIf(it -> isNoLarger(it.stop(), step.stop()));
        }
    }

    /// The failure that the caller is told: the last of those that were sent, for what was kept from being sent would hide what really went wrong.
    /// If none was sent, one that may pass, with the soonest time at which any target may be asked again.
    Failure verdict() {
        return counts == null ? course.impossible() : counts;
    }

    private static Failure moreTelling(Failure before, Failure now) {
        if (!now.wasNeverSent()) {
            return now;
        }
        if (!before.wasNeverSent() || !now.isRefusalForNow()) {
            return before;
        }
        return before.isRefusalForNow() ? before.orSooner(now.retryAfter()) : now;
    }

    private boolean isLast(Stop next) {
        return waiting.isEmpty()
                && ahead.stream().allMatch(stop -> stop.target().equals(next.target()))
                && detours(Kind.RATE_LIMITED).isEmpty();
    }

    private List<Stop> detours(Kind kind) {
        return course.detours().getOrDefault(kind, List.of()).stream()
                .filter(stop -> stop.skipped().isEmpty())
                .filter(stop -> !asked.contains(stop.target()))
                .toList();
    }

    /// The target itself did, or what we know of it. An open breaker is not waited for, nor are limits of ours: these have waited themselves.
    private static boolean asksToWait(Failure failure) {
        return failure.kind() == Kind.RATE_LIMITED
                && failure.remedy() == Remedy.SAME_TARGET
                && failure.retryAfter().isPresent();
    }

    private boolean mayComeBack(Target target, Failure failure) {
        return failure.wasNeverSent() ? returns++ < MAX_RETURNS : cameBack.add(target);
    }

    private static boolean isNoLarger(Stop stop, Stop failed) {
        return stop.window().isPresent()
                && failed.window().isPresent()
                && stop.window().getAsInt() <= failed.window().getAsInt();
    }

    /// @param patient whether nobody else is left, so that the call may be made to wait
    /// @param notBefore what the target is to be waited for until; empty if the call comes there for the first time
    record Step(Stop stop, boolean patient, Optional<Instant> notBefore) {
        Target target() {
            return stop.target();
        }
    }

    private record Waiting(Stop stop, Instant until, boolean sent) {}
}
