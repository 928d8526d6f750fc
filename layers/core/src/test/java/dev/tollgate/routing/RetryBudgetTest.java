package dev.tollgate.routing;

import static dev.tollgate.routing.Scripted.answer;
import static dev.tollgate.routing.Scripted.call;
import static dev.tollgate.routing.Scripted.failure;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.tollgate.routing.Failure.Kind;
import java.time.Duration;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class RetryBudgetTest {
    private static final Target ONE = Target.parse("a/one");
    private static final Target TWO = Target.parse("a/two");

    private final Scripted clock = new Scripted();
    private final RetryBudget budget = new RetryBudget(clock.timing());

    private int taken(Target target) {
        int taken = 0;
        while (budget.takes(target)) {
            taken++;
        }
        return taken;
    }

    private void called(Target target, int times) {
        for (int i = 0; i < times; i++) {
            budget.called(target);
        }
    }

    @Test
    void a_target_with_few_calls_has_the_reserve() {
        assertEquals(RetryBudget.RESERVE, taken(ONE));
    }

    @Test
    void beyond_it_retries_are_a_share_of_recent_calls() {
        called(ONE, 1_000);

        assertEquals(RetryBudget.RESERVE + 200, taken(ONE));
    }

    @Test
    void a_sick_target_leaves_the_others_what_is_theirs() {
        taken(ONE);

        assertTrue(budget.takes(TWO));
    }

    @Test
    void retries_and_calls_are_forgotten_after_the_window() {
        called(ONE, 1_000);
        taken(ONE);
        clock.pass(RetryBudget.WINDOW.minusMillis(1));
        assertFalse(budget.takes(ONE));

        clock.pass(Duration.ofMillis(1));

        assertEquals(RetryBudget.RESERVE, taken(ONE));
    }

    @Test
    void the_window_slides() {
        for (int second = 0; second < 60; second++) {
            called(ONE, 100);
            int taken = taken(ONE);
            assertTrue(second < 10 || taken <= 20 + RetryBudget.RESERVE, second + ": " + taken);
            clock.pass(Duration.ofSeconds(1));
        }
    }

    @Test
    void without_budget_a_failure_is_left_to_the_next_target_at_once() {
        taken(ONE);
        Scripted upstream = clock.beside().then(failure(Kind.OVERLOADED), answer("not reached"));

        Retry.around(upstream, ONE, 3, Backoff.DEFAULT, Optional.of(budget), clock.timing())
                .send(call(Duration.ofMinutes(1)));

        assertEquals(1, upstream.calls.size());
        assertEquals(0, clock.sleeps.size());
    }

    @Test
    void a_retry_that_would_come_too_late_anyway_takes_nothing() {
        Scripted upstream =
                clock.beside().then(failure(Kind.RATE_LIMITED, Pause.MAX.plusMillis(1)));

        Retry.around(upstream, ONE, 3, Backoff.DEFAULT, Optional.of(budget), clock.timing())
                .send(call(Duration.ofMinutes(1)));

        assertEquals(RetryBudget.RESERVE, taken(ONE));
    }
}
