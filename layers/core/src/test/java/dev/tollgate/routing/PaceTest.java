package dev.tollgate.routing;

import static dev.tollgate.routing.Scripted.along;
import static dev.tollgate.routing.Scripted.answer;
import static dev.tollgate.routing.Scripted.call;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.tollgate.routing.BreakerStore.Opening;
import dev.tollgate.routing.Outcome.Answered;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class PaceTest {
    private static final Target FIRST = Target.parse("a/one");
    private static final Target SECOND = Target.parse("b/two");
    private static final Duration MINUTE = Duration.ofMinutes(1);

    private final Scripted clock = new Scripted();
    private final Scripted first = clock.beside().then(answer("yes"));
    private final Scripted second = clock.beside().then(answer("yes"));
    private final Breakers breakers =
            new Breakers(
                    new Board(),
                    BreakerPolicy.DEFAULT,
                    clock.timing(),
                    Runnable::run,
                    new BreakerObserver() {
                        @Override
                        public void opened(Target target, Opening opening) {}

                        @Override
                        public void closed(Target target) {}

                        @Override
                        public void degraded(String what, Throwable cause) {}
                    });
    private final Pace pace = new Pace(clock.timing(), Optional.of(breakers));

    private Outcome send(Duration time, Target... targets) {
        return new Plan(List.of(targets), 0, MINUTE, MINUTE, MINUTE, MINUTE)
                .stack(
                        target -> target.equals(FIRST) ? first : second,
                        new Safeguards(Optional.of(breakers), Optional.empty(), Optional.of(pace)),
                        clock.timing())
                .along(along(targets))
                .send(call(time));
    }

    /// The provider has said so with two answers, the later now: each call takes 2 of what is left, 60 s before it is whole again.
    private void left(long remaining, long limit) {
        pace.observed(FIRST, requests(limit, remaining + 4, MINUTE));
        pace.observed(FIRST, requests(limit, remaining, MINUTE));
    }

    private static Quota requests(long limit, long remaining, Duration resetsIn) {
        return new Quota("requests", limit, remaining, resetsIn);
    }

    @Test
    void while_enough_is_left_nobody_waits() {
        left(1_000, 10_000);

        for (int i = 0; i < 20; i++) {
            send(MINUTE, FIRST);
        }

        assertEquals(List.of(), clock.sleeps);
    }

    @Test
    void what_is_left_is_spread_over_the_time_until_it_is_whole_again() {
        left(100, 10_000);
        send(MINUTE, FIRST);
        send(MINUTE, FIRST);
        send(MINUTE, FIRST);

        assertEquals(2, clock.sleeps.size());
        assertTrue(
                clock.sleeps.stream()
                        .allMatch(it ->
                                it.compareTo(Duration.ofMillis(1_150)) > 0
                                        && it.compareTo(Duration.ofMillis(1_201)) < 0),
                clock.sleeps.toString());
    }

    @Test
    void no_call_waits_for_long() {
        left(2, 10_000);
        for (int i = 0; i < 5; i++) {
            send(MINUTE, FIRST);
        }

        assertTrue(clock.sleeps.stream().allMatch(it -> it.compareTo(Pace.MAX_DELAY) <= 0));
        assertEquals(5, first.calls.size());
    }

    @Test
    void no_call_waits_past_its_deadline() {
        left(2, 10_000);
        send(MINUTE, FIRST);

        assertInstanceOf(Answered.class, send(Duration.ofSeconds(1), FIRST));
        assertEquals(List.of(), clock.sleeps);
    }

    @Test
    void a_call_that_has_another_target_goes_there_instead() {
        left(100, 10_000);
        send(MINUTE, FIRST, SECOND);
        send(MINUTE, FIRST, SECOND);

        assertEquals(1, first.calls.size());
        assertEquals(1, second.calls.size());
        assertEquals(List.of(), clock.sleeps);
    }

    @Test
    void it_waits_if_the_other_is_not_free_either() {
        left(100, 10_000);
        send(MINUTE, FIRST);
        breakers.cool(SECOND, Duration.ofSeconds(30));

        assertInstanceOf(Answered.class, send(MINUTE, FIRST, SECOND));
        assertEquals(2, first.calls.size());
    }

    @Test
    void with_nothing_left_the_target_is_left_alone_for_a_while() {
        pace.observed(FIRST, requests(100, 0, MINUTE));
        send(MINUTE, FIRST, SECOND);
        assertEquals(0, first.calls.size());

        clock.pass(Pace.MAX_COOLDOWN);
        send(MINUTE, FIRST, SECOND);

        assertEquals(1, first.calls.size());
    }

    @Test
    void with_nothing_left_for_a_moment_only_it_is_left_alone_for_that() {
        pace.observed(FIRST, requests(100, 0, Duration.ofMillis(300)));

        assertInstanceOf(Answered.class, send(MINUTE, FIRST));
        assertTrue(clock.sleeps.getFirst().compareTo(Duration.ofMillis(400)) < 0);
    }

    @Test
    void a_quota_that_does_not_fall_slows_nobody() {
        pace.observed(FIRST, requests(10_000, 500, MINUTE));
        pace.observed(FIRST, requests(10_000, 520, MINUTE));
        for (int i = 0; i < 5; i++) {
            send(MINUTE, FIRST);
        }

        assertEquals(List.of(), clock.sleeps);
    }

    @Test
    void of_several_quotas_the_scarcest_counts() {
        for (long fallen : new long[] {4, 0}) {
            for (int i = 0; i < Pace.MAX_QUOTAS; i++) {
                pace.observed(FIRST, new Quota("q" + i, 500, (i == 2 ? 3 : 400) + fallen, MINUTE));
            }
        }
        send(MINUTE, FIRST);
        send(MINUTE, FIRST);

        assertEquals(List.of(Pace.MAX_DELAY), clock.sleeps);
    }

    @Test
    void of_too_many_quotas_those_that_are_still_told_of_are_kept() {
        for (int round = 0; round < 3; round++) {
            left(3, 500);
            for (int i = 0; i < Pace.MAX_QUOTAS - 1; i++) {
                String gone = "q" + round + "-" + i;
                pace.observed(FIRST, new Quota(gone, 500, 400, MINUTE));
            }
        }
        send(MINUTE, FIRST);
        send(MINUTE, FIRST);

        assertEquals(List.of(Pace.MAX_DELAY), clock.sleeps);
    }

    @Test
    void once_it_is_whole_again_nobody_waits() {
        left(2, 10_000);
        clock.pass(MINUTE);
        send(MINUTE, FIRST);
        send(MINUTE, FIRST);

        assertEquals(List.of(), clock.sleeps);
    }
}
