package dev.tollgate.limits;

import static dev.tollgate.limits.Day.each;
import static dev.tollgate.limits.Day.limit;
import static dev.tollgate.limits.Day.passes;
import static dev.tollgate.limits.Day.refused;
import static dev.tollgate.limits.Day.reserved;
import static dev.tollgate.limits.Day.settle;
import static dev.tollgate.limits.Day.waiting;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.tollgate.config.Deadline;
import dev.tollgate.limits.Admission.Admitted;
import dev.tollgate.limits.Admission.Reason;
import dev.tollgate.limits.Admission.Refused;
import dev.tollgate.limits.Limit.Exceeded;
import dev.tollgate.limits.Limit.Measure.Concurrent;
import dev.tollgate.limits.Limit.Measure.RequestsPerMinute;
import dev.tollgate.limits.Limit.Measure.TokensPerMinute;
import dev.tollgate.routing.Target;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(30)
class WaitingTest {
    private static final Duration TWO_SECONDS = Duration.ofSeconds(2);
    private static final Duration SHORT = Duration.ofMillis(250);

    private final Day day = new Day();

    @Test
    void a_call_waits_until_the_bucket_has_drained_for_it() {
        Limit limit = waiting(limit(new RequestsPerMinute(60)), TWO_SECONDS);
        for (int i = 0; i < 60; i++) {
            day.call(limit);
        }

        assertTrue(passes(day.call(limit)));

        assertEquals(Day.NOON.plusSeconds(1), day.now);
        assertEquals(62, day.shelf.count("take"));
    }

    @Test
    void a_call_that_would_have_to_wait_longer_is_refused_at_once() {
        Limit limit = waiting(limit(new RequestsPerMinute(20)), TWO_SECONDS);
        for (int i = 0; i < 20; i++) {
            day.call(limit);
        }

        assertEquals(Duration.ofSeconds(3), refused(day.call(limit)).retryAfter());

        assertEquals(Day.NOON, day.now);
    }

    @Test
    void nobody_waits_past_the_calls_deadline() {
        Limit limit = waiting(limit(new RequestsPerMinute(60)), TWO_SECONDS);
        for (int i = 0; i < 60; i++) {
            day.call(limit);
        }

        Admission late =
                Day.admit(
                        day.limits,
                        Priority.NORMAL,
                        Need.NOTHING,
                        Deadline.in(Duration.ofMillis(900), day.now),
                        limit);

        assertFalse(passes(late));
        assertEquals(List.of(), day.sleeps);
    }

    @Test
    void nobody_waits_longer_than_the_caller_was_promised_and_holds_stay_until_the_deadline() {
        Limit limit = waiting(limit(new Concurrent(1), each("provider")), TWO_SECONDS);
        Deadline deadline = Deadline.in(Duration.ofMinutes(1), day.now);
        Deadline promised = Deadline.in(Duration.ofMillis(700), day.now);
        Reservation first = reserved(admit(deadline, promised, limit));
        first.enter(Target.parse("openai/gpt"));
        first.enter(Target.parse("anthropic/claude"));

        Reservation second = reserved(admit(deadline, promised, limit));
        assertEquals(promised.at(), day.now);
        assertTrue(second.enter(Target.parse("anthropic/claude")).isPresent());

        assertEquals(promised.at(), day.now);
        day.now = deadline.at();
        assertTrue(reserved(day.call(limit)).enter(Target.parse("openai/gpt")).isPresent());
    }

    private Admission admit(Deadline deadline, Deadline waitUntil, Limit limit) {
        return day.limits.admit(
                List.of(limit),
                Day.SUBJECT,
                Optional.of("openai"),
                Priority.NORMAL,
                Need.NOTHING,
                deadline,
                waitUntil,
                () -> false);
    }

    @Test
    void who_waits_for_a_call_to_end_asks_ten_times_a_second_and_gives_up_in_time() {
        Limit limit = waiting(limit(new Concurrent(1)), TWO_SECONDS);
        day.call(limit);

        assertFalse(passes(day.call(limit)));

        assertEquals(Day.NOON.plus(TWO_SECONDS), day.now);
        assertTrue(day.shelf.count("take") <= 22, () -> "" + day.shelf.count("take"));
    }

    @Test
    void a_call_that_is_served_without_a_provider_waits_for_no_provider() {
        Limit requests = waiting(limit(new RequestsPerMinute(60), each("provider")), TWO_SECONDS);
        for (int i = 0; i < 60; i++) {
            day.call(requests);
        }

        assertTrue(passes(served(requests)));

        assertEquals(Day.NOON, day.now);
    }

    @Test
    void a_call_that_is_served_without_a_provider_still_waits_for_its_request() {
        Limit requests = waiting(limit(new RequestsPerMinute(60)), TWO_SECONDS);
        for (int i = 0; i < 60; i++) {
            day.call(requests);
        }

        assertTrue(passes(served(requests)));

        assertEquals(Day.NOON.plusSeconds(1), day.now);
    }

    private Admission served(Limit limit) {
        Deadline deadline = Deadline.in(Duration.ofMinutes(1), day.now);
        return day.limits.admit(
                List.of(limit),
                Day.SUBJECT,
                Optional.of("openai"),
                Priority.NORMAL,
                Need.NOTHING,
                deadline,
                deadline,
                () -> true);
    }

    @Test
    void who_waits_passes_when_another_call_ends() {
        Limit limit = waiting(limit(new TokensPerMinute(100)), TWO_SECONDS);
        Reservation first = reserved(day.call(Priority.NORMAL, new Need(100, 0), limit));
        day.whileSleeping.add(() -> settle(first, Need.NOTHING));

        assertTrue(passes(day.call(Priority.NORMAL, new Need(100, 0), limit)));

        assertEquals(Day.NOON.plus(Turn.POLL), day.now);
    }

    @Test
    void a_call_that_comes_later_does_not_overtake_and_a_more_urgent_one_does() {
        Limit limit = waiting(limit(new TokensPerMinute(100)), TWO_SECONDS);
        Reservation holder = reserved(day.call(Priority.NORMAL, new Need(50, 0), limit));
        List<Boolean> passed = new ArrayList<>();
        day.whileSleeping.add(() -> {
            passed.add(passes(day.call(Priority.NORMAL, new Need(1, 0), limit)));
            passed.add(passes(day.call(Priority.CRITICAL, new Need(1, 0), limit)));
            settle(holder, Need.NOTHING);
        });

        day.call(Priority.NORMAL, new Need(100, 0), limit);

        assertEquals(List.of(false, true), passed);
    }

    @Test
    void a_line_is_served_by_priority_and_then_by_arrival() throws InterruptedException {
        Stage stage = new Stage();
        Shelf shelf = new Shelf();
        Limits limits = new Limits(shelf, day, stage.timing(), Runnable::run);
        Limit limit = waiting(limit(new RequestsPerMinute(60)), Duration.ofSeconds(30));
        Limit free =
                new Limit(
                        limit.name(),
                        limit.scope(),
                        limit.measure(),
                        limit.maxWait(),
                        new Exceeded.Reject(),
                        0,
                        false);
        List<String> served = new ArrayList<>();
        for (int i = 0; i < 60; i++) {
            stage.enter(Duration.ZERO, () -> admit(limits, free, Priority.NORMAL));
        }
        List<Priority> arrivals =
                List.of(
                        Priority.LOW,
                        Priority.NORMAL,
                        Priority.CRITICAL,
                        Priority.LOW,
                        Priority.NORMAL,
                        Priority.CRITICAL);
        for (int i = 0; i < arrivals.size(); i++) {
            Priority priority = arrivals.get(i);
            String name = priority + " " + i;
            stage.enter(
                    Duration.ofMillis(i + 1),
                    () -> {
                        if (admit(limits, free, priority)) {
                            synchronized (served) {
                                served.add(name);
                            }
                        }
                    });
        }

        stage.play();

        assertEquals(
                List.of("CRITICAL 2", "CRITICAL 5", "NORMAL 1", "NORMAL 4", "LOW 0", "LOW 3"),
                served);
        assertTrue(
                Duration.between(Day.NOON, stage.instant()).compareTo(Duration.ofSeconds(7)) < 0,
                () -> stage.instant().toString());
    }

    @Test
    void nobody_of_another_sandbox_overtakes_who_is_more_urgent() throws InterruptedException {
        Stage stage = new Stage();
        Shelf shelf = new Shelf();
        Limit limit = waiting(limit(new TokensPerMinute(60)), Duration.ofSeconds(20));
        Limit impatient = limit(new TokensPerMinute(60));
        Limits here = new Limits(shelf, day, stage.timing(), Runnable::run);
        Limits there = new Limits(shelf, day, stage.timing(), Runnable::run);
        List<String> served = new ArrayList<>();
        stage.enter(
                Duration.ZERO,
                () -> {
                    settle(reserved(admit(here, limit, Priority.NORMAL, 60)), new Need(60, 0));
                    // Needs ten seconds of draining.
                    admit(here, limit, Priority.CRITICAL, 10);
                    served.add("critical " + Duration.between(Day.NOON, stage.instant()));
                });
        for (int i = 0; i < 95; i++) {
            stage.enter(
                    Duration.ofMillis(100L * i + 50),
                    () -> {
                        if (passes(admit(there, impatient, Priority.NORMAL, 1))) {
                            served.add("normal");
                        }
                    });
        }

        stage.play();

        assertEquals(List.of("critical PT10S"), served);
    }

    @Test
    void who_is_refused_as_somebody_more_urgent_waits_is_told_when_that_may_be_over() {
        Limit limit = limit(new RequestsPerMinute(60));
        day.call(limit);
        Bucket bucket = new Bucket(day.shelf.buckets.keySet().iterator().next(), true, day.now);
        day.shelf.await(bucket, Priority.CRITICAL, day.now.plusMillis(400), day.now);

        Refused refusal = refused(day.call(limit));
        assertEquals(Reason.OTHERS_FIRST, refusal.reason());
        assertEquals(Duration.ofMillis(400), refusal.retryAfter());
        day.now = day.now.plusMillis(100);
        assertEquals(Duration.ofMillis(300), refused(day.call(limit)).retryAfter());

        Refused late = refused(day.call(waiting(limit(new RequestsPerMinute(60)), SHORT)));
        assertEquals(Reason.OTHERS_FIRST, late.reason());
        assertFalse(late.retryAfter().compareTo(Turn.POLL) < 0, () -> "" + late.retryAfter());
    }

    private static boolean admit(Limits limits, Limit limit, Priority priority) {
        return admit(limits, limit, priority, 0) instanceof Admitted;
    }

    private static Admission admit(Limits limits, Limit limit, Priority priority, long tokens) {
        return Day.admit(
                limits,
                priority,
                new Need(tokens, 0),
                new Deadline(Day.NOON.plusSeconds(60)),
                limit);
    }
}
