package dev.tollgate.routing;

import static dev.tollgate.routing.Scripted.answer;
import static dev.tollgate.routing.Scripted.call;
import static dev.tollgate.routing.Scripted.failure;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.tollgate.routing.Failure.Kind;
import dev.tollgate.routing.Outcome.Answered;
import dev.tollgate.routing.Outcome.Failed;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class RetryTest {
    private static final Target TARGET = Target.parse("a/one");
    private static final Duration MINUTE = Duration.ofMinutes(1);

    private final Scripted upstream = new Scripted();

    private Outcome send(int retries, Duration time) {
        return retrying(retries, Optional.empty()).send(call(time));
    }

    private Upstream retrying(int retries, Optional<RetryBudget> budget) {
        return Retry.around(upstream, TARGET, retries, Backoff.DEFAULT, budget, upstream.timing());
    }

    @Test
    void a_passing_failure_is_retried_until_it_answers() {
        upstream.then(failure(Kind.OVERLOADED), failure(Kind.SERVER_ERROR), answer("yes"));

        assertInstanceOf(Answered.class, send(2, MINUTE));
        assertEquals(3, upstream.calls.size());
    }

    @Test
    void no_more_retries_are_made_than_allowed() {
        upstream.then(failure(Kind.OVERLOADED));

        assertInstanceOf(Failed.class, send(2, MINUTE));
        assertEquals(3, upstream.calls.size());
    }

    @ParameterizedTest
    @EnumSource(
            value = Kind.class,
            names = {"RATE_LIMITED", "OVERLOADED", "SERVER_ERROR"},
            mode = EnumSource.Mode.EXCLUDE)
    void what_the_same_target_would_do_again_is_not_retried(Kind kind) {
        upstream.then(failure(kind));

        send(2, MINUTE);

        assertEquals(1, upstream.calls.size());
    }

    @Test
    void the_wait_is_as_long_as_the_provider_asked() {
        upstream.then(failure(Kind.RATE_LIMITED, Duration.ofSeconds(2)), answer("yes"));

        send(2, MINUTE);

        assertEquals(List.of(Duration.ofSeconds(2)), upstream.sleeps);
    }

    @Test
    void no_retry_is_made_that_could_not_finish_before_the_deadline() {
        upstream.then(failure(Kind.RATE_LIMITED, Duration.ofSeconds(5)), answer("too late"));

        assertInstanceOf(Failed.class, send(2, Duration.ofSeconds(5)));
        assertEquals(List.of(), upstream.sleeps);
    }

    @Test
    void a_wait_beyond_our_patience_is_left_to_the_next_target() {
        upstream.then(failure(Kind.RATE_LIMITED, Pause.MAX.plusMillis(1)), answer("not reached"));

        assertInstanceOf(Failed.class, send(2, Duration.ofMinutes(10)));
        assertEquals(1, upstream.calls.size());
    }

    @Test
    void backoff_doubles_up_to_its_maximum_and_jitters_over_the_whole_range() {
        Backoff backoff = new Backoff(Duration.ofMillis(100), Duration.ofMillis(1_000));
        var random = new java.util.Random(7);
        for (int retry = 0; retry < 40; retry++) {
            long ceiling = Math.min(1_000, 100L << Math.min(retry, 20));
            long longest = 0;
            for (int i = 0; i < 200; i++) {
                long wait = backoff.before(retry, random).toMillis();
                assertTrue(wait >= 0 && wait <= ceiling, retry + ": " + wait);
                longest = Math.max(longest, wait);
            }
            assertTrue(longest > ceiling / 2, "never near its ceiling");
        }
    }

    @Test
    void without_retries_there_is_no_retry_in_the_stack() {
        assertSame(upstream, retrying(0, Optional.empty()));
    }

    @Test
    void a_call_that_has_another_target_left_waits_for_a_moment_only() {
        Outcome asksForMore = failure(Kind.RATE_LIMITED, Retry.WORTH_IT.plusMillis(1));
        upstream.then(asksForMore, asksForMore, answer("late"));

        assertInstanceOf(Failed.class, send(2, MINUTE));

        assertInstanceOf(
                Answered.class, retrying(2, Optional.empty()).send(call(MINUTE).patiently()));
    }

    @Test
    void a_call_that_comes_back_to_a_target_is_not_retried_there_again() {
        upstream.then(failure(Kind.OVERLOADED));
        Call call = call(MINUTE);
        call.attempts().add(new Attempt(TARGET, Scripted.START, Duration.ZERO, Optional.empty()));

        retrying(2, Optional.empty()).send(call);

        assertEquals(1, upstream.calls.size());
    }
}
