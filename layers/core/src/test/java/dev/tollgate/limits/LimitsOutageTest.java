package dev.tollgate.limits;

import static dev.tollgate.limits.Day.exceeding;
import static dev.tollgate.limits.Day.failingOpen;
import static dev.tollgate.limits.Day.limit;
import static dev.tollgate.limits.Day.passes;
import static dev.tollgate.limits.Day.refused;
import static dev.tollgate.limits.Day.reserved;
import static dev.tollgate.limits.Day.settle;
import static dev.tollgate.limits.Day.waiting;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.tollgate.config.Fuse;
import dev.tollgate.limits.Admission.Reason;
import dev.tollgate.limits.Limit.Exceeded;
import dev.tollgate.limits.Limit.Measure.Budget;
import dev.tollgate.limits.Limit.Measure.RequestsPerMinute;
import dev.tollgate.limits.Limit.Period;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

class LimitsOutageTest {
    private final Day day = new Day();
    private final Limit closed = limit(new RequestsPerMinute(100));
    private final Limit open = failingOpen(closed);
    private final Limit budget = failingOpen(limit(new Budget(1_000, Period.DAY)));

    @Test
    void while_the_store_is_down_limits_do_what_they_declare() {
        day.shelf.down = true;

        assertTrue(passes(day.call(open)));
        assertEquals(Reason.STORE_UNAVAILABLE, refused(day.call(closed)).reason());
        assertEquals(Fuse.REST, refused(day.call(closed)).retryAfter());
        day.limits.tell(refused(day.call(closed)));
        assertTrue(passes(day.call(exceeding(closed, new Exceeded.Warn()))));
        assertEquals(List.of("unavailable"), day.told);
    }

    @Test
    void a_store_that_does_not_answer_is_left_alone_but_for_a_try_now_and_then() {
        day.shelf.down = true;
        for (int millis = 0; millis < 10_000; millis += 10) {
            day.call(open);
            day.now = day.now.plusMillis(10);
        }

        assertEquals(5, day.shelf.asked.size());
    }

    @Test
    void when_the_store_answers_again_limits_count_again() {
        Limit one = limit(new RequestsPerMinute(1));
        day.shelf.down = true;
        assertFalse(passes(day.call(one)));
        day.shelf.down = false;
        day.now = day.now.plus(Fuse.REST);

        assertTrue(passes(day.call(one)));
        assertFalse(passes(day.call(one)));
    }

    @Test
    void what_a_call_cost_that_passed_uncounted_is_counted_once_the_store_answers() {
        day.shelf.down = true;
        Reservation reservation = reserved(day.call(Priority.NORMAL, new Need(0, 900), budget));
        settle(reservation, new Need(0, 900));
        day.shelf.down = false;
        day.now = day.now.plus(Fuse.REST);

        assertTrue(passes(day.call(Priority.NORMAL, new Need(0, 10), budget)));

        assertFalse(passes(day.call(Priority.NORMAL, new Need(0, 100), budget)));
    }

    @Test
    void a_settlement_that_may_have_happened_is_not_repeated() {
        Reservation reservation = reserved(day.call(Priority.NORMAL, new Need(0, 900), budget));
        day.shelf.down = true;
        settle(reservation, new Need(0, 900));
        day.shelf.down = false;
        day.now = day.now.plus(Fuse.REST);
        day.call(Priority.NORMAL, new Need(0, 10), budget);
        day.call(Priority.NORMAL, new Need(0, 10), budget);

        assertEquals(1, day.shelf.count("settle"));
    }

    @Test
    void a_bucket_that_is_too_busy_lets_calls_pass_or_refuses_them_as_its_limit_declares() {
        day.shelf.busy = true;

        assertTrue(passes(day.call(open)));
        assertEquals(Reason.STORE_UNAVAILABLE, refused(day.call(closed)).reason());
        assertTrue(passes(day.call(exceeding(open, new Exceeded.Warn()))));
        assertEquals(3, day.shelf.asked.size());
        assertEquals(List.of(), day.told);
    }

    @Test
    void who_may_wait_waits_while_a_bucket_is_too_busy_and_writes_nothing_to_it() {
        Limit patient = waiting(closed, Duration.ofSeconds(1));
        day.shelf.busy = true;
        assertFalse(passes(day.call(patient)));
        assertEquals(Day.NOON.plusSeconds(1), day.now);
        assertEquals(0, day.shelf.count("await"));

        day.whileSleeping.add(() -> day.shelf.busy = false);
        assertTrue(passes(day.call(patient)));

        assertEquals(Day.NOON.plusMillis(1_100), day.now);
    }

    @Test
    void a_bucket_that_is_too_busy_leaves_the_others_alone() {
        Reservation reservation = reserved(day.call(Priority.NORMAL, new Need(0, 900), budget));
        day.shelf.busy = true;
        assertEquals(Reason.STORE_UNAVAILABLE, refused(day.call(closed)).reason());
        settle(reservation, new Need(0, 500));
        day.shelf.busy = false;
        day.now = day.now.plus(Refusals.UNSURE);

        assertTrue(passes(day.call(closed)));

        assertEquals(2, day.shelf.count("settle"));
        assertEquals(0, day.shelf.held());
        assertEquals(List.of("all 50"), day.told);
    }
}
