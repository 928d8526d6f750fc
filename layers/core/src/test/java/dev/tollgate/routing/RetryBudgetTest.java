package dev.tollgate.routing;

import static dev.tollgate.routing.Scripted.answer;
import static dev.tollgate.routing.Scripted.call;
import static dev.tollgate.routing.Scripted.failure;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.tollgate.routing.Failure.Kind;
import java.time.Duration;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class RetryBudgetTest {
    private static final Target ONE = Target.parse("a/one");
    private static final Target TWO = Target.parse("a/two");

    private final Scripted clock = new Scripted();
    private final RetryBudget budget = new RetryBudget();

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
    void a_target_begins_with_a_few() {
        assertEquals(RetryBudget.FIRST, taken(ONE));
    }

    @Test
    void a_retry_is_earned_by_every_fifth_call() {
        taken(ONE);
        called(ONE, 4);
        assertEquals(0, taken(ONE));

        called(ONE, 1);

        assertEquals(1, taken(ONE));
    }

    @Test
    void only_so_many_are_saved_up() {
        called(ONE, 1_000_000);

        assertEquals(RetryBudget.MAX_SAVED, taken(ONE));
    }

    @Test
    void time_earns_nothing() {
        taken(ONE);
        clock.pass(Duration.ofDays(1));

        assertEquals(0, taken(ONE));
    }

    @Test
    void a_sick_target_leaves_the_others_what_is_theirs() {
        taken(ONE);

        assertTrue(budget.takes(TWO));
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

        assertEquals(RetryBudget.FIRST, taken(ONE));
    }
}
