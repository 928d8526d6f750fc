package dev.tollgate.limits;

import dev.tollgate.config.Deadline;
import dev.tollgate.config.Timing;
import dev.tollgate.limits.Admission.Admitted;
import dev.tollgate.limits.Admission.Refused;
import dev.tollgate.limits.Limit.Exceeded;
import dev.tollgate.limits.Limit.Measure;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.TreeMap;

/// Limits on a clock that moves only when somebody sleeps, and callers that can do something while another one sleeps.
final class Day extends Clock implements LimitObserver {
    static final Instant NOON = Instant.parse("2026-11-23T12:00:00Z");
    static final Subject SUBJECT = new Subject("key-1", "growth", "chat", Map.of("feature", "sum"));
    static final Scope ALL = new Scope(Optional.empty(), new TreeMap<>());

    final Shelf shelf = new Shelf();
    final List<String> told = new ArrayList<>();
    final List<Duration> sleeps = new ArrayList<>();
    final List<Runnable> whileSleeping = new ArrayList<>();
    Instant now = NOON;

    final Limits limits =
            new Limits(shelf, this, new Timing(this, this::sleep, new Random(1)), Runnable::run);

    private void sleep(Duration time) {
        sleeps.add(time);
        now = now.plus(time);
        if (!whileSleeping.isEmpty()) {
            whileSleeping.removeFirst().run();
        }
    }

    static Limit limit(Measure measure) {
        return limit(measure, ALL);
    }

    static Limit limit(Measure measure, Scope scope) {
        return new Limit(
                "limits[0]", scope, measure, Duration.ZERO, new Exceeded.Reject(), 0.2, false);
    }

    static Limit waiting(Limit limit, Duration maxWait) {
        return new Limit(
                limit.name(),
                limit.scope(),
                limit.measure(),
                maxWait,
                limit.exceeded(),
                limit.lowHeadroom(),
                limit.failOpen());
    }

    static Limit exceeding(Limit limit, Exceeded exceeded) {
        return new Limit(
                limit.name(),
                limit.scope(),
                limit.measure(),
                limit.maxWait(),
                exceeded,
                limit.lowHeadroom(),
                limit.failOpen());
    }

    static Limit failingOpen(Limit limit) {
        return new Limit(
                limit.name(),
                limit.scope(),
                limit.measure(),
                limit.maxWait(),
                limit.exceeded(),
                limit.lowHeadroom(),
                true);
    }

    static Scope matching(String dimension, String value) {
        return new Scope(Optional.empty(), new TreeMap<>(Map.of(dimension, value)));
    }

    static Scope each(String dimension) {
        return new Scope(Optional.of(dimension), new TreeMap<>());
    }

    Admission call(Limit... rules) {
        return call(Priority.NORMAL, Need.NOTHING, rules);
    }

    Admission call(Priority priority, Need need, Limit... rules) {
        return call(SUBJECT, priority, need, rules);
    }

    Admission call(Subject subject, Priority priority, Need need, Limit... rules) {
        Deadline deadline = Deadline.in(Duration.ofMinutes(1), now);
        return limits.admit(
                List.of(rules),
                subject,
                Optional.of("openai"),
                priority,
                need,
                deadline,
                deadline,
                () -> false);
    }

    /// A call that is answered by a provider which is not known yet.
    static Admission admit(
            Limits limits, Priority priority, Need need, Deadline deadline, Limit... rules) {
        return limits.admit(
                List.of(rules),
                SUBJECT,
                Optional.empty(),
                priority,
                need,
                deadline,
                deadline,
                () -> false);
    }

    /// All of it was used by every provider that was entered.
    static void settle(Reservation reservation, Need truth) {
        reservation.settle(truth, _ -> truth);
    }

    static boolean passes(Admission admission) {
        return admission instanceof Admitted;
    }

    static Reservation reserved(Admission admission) {
        return switch (admission) {
            case Admitted(Reservation reservation) -> reservation;
            case Refused refusal -> throw new AssertionError(refusal);
        };
    }

    static Refused refused(Admission admission) {
        return switch (admission) {
            case Admitted _ -> throw new AssertionError("it was admitted");
            case Refused refusal -> refusal;
        };
    }

    @Override
    public void exceeded(Limit limit, Exceeded consequence) {
        told.add("exceeded " + consequence);
    }

    @Override
    public void budgetUsed(Limit limit, String whose, int percent) {
        told.add(whose + " " + percent);
    }

    @Override
    public void degraded(String what, Throwable cause) {
        told.add("unavailable");
    }

    @Override
    public Instant instant() {
        return now;
    }

    @Override
    public ZoneId getZone() {
        return ZoneOffset.UTC;
    }

    @Override
    public Clock withZone(ZoneId zone) {
        return this;
    }
}
