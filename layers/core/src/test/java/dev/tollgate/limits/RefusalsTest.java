package dev.tollgate.limits;

import static dev.tollgate.limits.Day.limit;
import static dev.tollgate.limits.Day.passes;
import static dev.tollgate.limits.Day.refused;
import static dev.tollgate.limits.Day.reserved;
import static dev.tollgate.limits.Day.settle;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.tollgate.limits.Limit.Measure.Concurrent;
import dev.tollgate.limits.Limit.Measure.RequestsPerMinute;
import dev.tollgate.limits.Limit.Measure.TokensPerMinute;
import org.junit.jupiter.api.Test;

/// What a sandbox remembers to be full.
class RefusalsTest {
    private final Day day = new Day();

    private static Need tokens(long tokens) {
        return new Need(tokens, 0);
    }

    @Test
    void a_loop_that_is_refused_all_the_time_costs_the_store_a_write_a_second() {
        Limit limit = limit(new RequestsPerMinute(1));
        day.call(limit);
        int before = day.shelf.asked.size();

        for (int i = 0; i < 10_000; i++) {
            assertFalse(passes(day.call(limit)));
            day.now = day.now.plusMillis(1);
        }

        assertEquals(10, day.shelf.asked.size() - before);
    }

    @Test
    void nobody_is_refused_who_would_fit_as_somebody_else_was_refused() {
        Limit limit = limit(new TokensPerMinute(1_000));
        settle(reserved(day.call(Priority.NORMAL, tokens(900), limit)), tokens(900));
        refused(day.call(Priority.LOW, tokens(200), limit));

        assertTrue(passes(day.call(Priority.NORMAL, tokens(50), limit)));
        assertTrue(passes(day.call(Priority.CRITICAL, tokens(50), limit)));
        assertFalse(passes(day.call(Priority.CRITICAL, tokens(50), limit)));
    }

    @Test
    void a_refusal_is_forgotten_when_something_is_given_back() {
        Limit limit = limit(new Concurrent(1));
        Reservation reservation = reserved(day.call(limit));
        refused(day.call(limit));
        refused(day.call(limit));
        assertEquals(2, day.shelf.count("take"));

        settle(reservation, Need.NOTHING);

        assertTrue(passes(day.call(limit)));
    }
}
