package dev.tollgate.routing;

import dev.tollgate.routing.Course.Stop;
import dev.tollgate.routing.Failure.Kind;
import dev.tollgate.routing.Failure.Remedy;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// One call's way along its [Course]: where it goes next, after all that has gone wrong so far. Used by one thread.
///
/// No target is asked twice, but for one case: those that were only to be waited for come up again, the soonest first, when nobody else is left.
final class Walk {
    private static final Comparator<Waiting> SOONEST = Comparator.comparing(Waiting::since);

    private final Course course;
    private final List<Stop> ahead;
    private final Set<Target> asked = new HashSet<>();
    private final List<Waiting> waiting = new ArrayList<>();
    private @Nullable Failure counts;

    Walk(Course course) {
        this.course = course;
        this.ahead = new ArrayList<>(course.stops());
        this.ahead.removeIf(stop -> stop.skipped().isPresent());
    }

    /// Where the call would go next.
    Optional<Step> peek() {
        if (!ahead.isEmpty()) {
            return Optional.of(new Step(ahead.getFirst(), false));
        }
        return waiting.stream().min(SOONEST).map(soonest -> new Step(soonest.stop(), true));
    }

    /// The call goes there.
    void take(Step step) {
        asked.add(step.target());
        ahead.removeIf(stop -> asked.contains(stop.target()));
        waiting.removeIf(it -> it.stop().target().equals(step.target()));
    }

    /// What came of a step.
    void failed(Step step, Failure failure) {
        counts = counts == null ? failure : moreTelling(counts, failure);
        if (failure.remedy() == Remedy.NOTHING) {
            ahead.clear();
            waiting.clear();
        } else if (!step.patient() && isWaitable(failure)) {
            waiting.add(new Waiting(step.stop(), failure.retryAfter().orElseThrow().toNanos()));
        }
        List<Stop> detours =
                course.detours().getOrDefault(failure.kind(), List.of()).stream()
                        .filter(stop -> stop.skipped().isEmpty())
                        .filter(stop -> !asked.contains(stop.target()))
                        .toList();
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

    /// Whether the target asked us, or its quota does, to come a little later. An open breaker is not waited for.
    private static boolean isWaitable(Failure failure) {
        return failure.isRefusalForNow()
                && failure.kind() == Kind.RATE_LIMITED
                && failure.retryAfter().isPresent();
    }

    private static boolean isNoLarger(Stop stop, Stop failed) {
        return stop.window().isPresent()
                && failed.window().isPresent()
                && stop.window().getAsInt() <= failed.window().getAsInt();
    }

    /// @param patient whether nobody else is left, so that the call may be made to wait
    record Step(Stop stop, boolean patient) {
        Target target() {
            return stop.target();
        }
    }

    private record Waiting(Stop stop, long since) {}
}
