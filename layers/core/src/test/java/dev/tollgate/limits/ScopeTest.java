package dev.tollgate.limits;

import static dev.tollgate.limits.Day.SUBJECT;
import static dev.tollgate.limits.Day.each;
import static dev.tollgate.limits.Day.exceeding;
import static dev.tollgate.limits.Day.limit;
import static dev.tollgate.limits.Day.matching;
import static dev.tollgate.limits.Day.passes;
import static dev.tollgate.limits.Day.reserved;
import static dev.tollgate.limits.Day.settle;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.tollgate.limits.Limit.Exceeded;
import dev.tollgate.limits.Limit.Measure;
import dev.tollgate.limits.Limit.Measure.Budget;
import dev.tollgate.limits.Limit.Measure.RequestsPerMinute;
import dev.tollgate.limits.Limit.Period;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/// Which calls share a bucket.
class ScopeTest {
    private final Day day = new Day();

    private static Need usd(double usd) {
        return new Need(0, Math.round(usd * 1e9));
    }

    private static Measure budget(double usd, Period per) {
        return new Budget(Math.round(usd * 1e9), per);
    }

    @Test
    void what_is_counted_apart_has_a_limit_each() {
        Limit limit = limit(new RequestsPerMinute(1), each("feature"));
        Subject other = new Subject("key-1", "growth", "chat", Map.of("feature", "other"));
        Subject otherTeam = new Subject("key-2", "sales", "chat", Map.of("feature", "sum"));
        Subject none = new Subject("key-1", "growth", "chat", Map.of());

        for (Subject subject : List.of(SUBJECT, other, otherTeam, none)) {
            assertTrue(passes(day.call(subject, Priority.NORMAL, Need.NOTHING, limit)));
            assertFalse(passes(day.call(subject, Priority.NORMAL, Need.NOTHING, limit)));
        }
    }

    @Test
    void a_tag_that_bears_the_name_of_a_dimension_is_told_from_it() {
        Limit limit = limit(new RequestsPerMinute(1), matching("tag:team", "red"));
        Subject red = new Subject("key-1", "growth", "chat", Map.of("team", "red"));

        assertTrue(passes(day.call(red, Priority.NORMAL, Need.NOTHING, limit)));
        assertFalse(passes(day.call(red, Priority.NORMAL, Need.NOTHING, limit)));
        assertTrue(passes(day.call(limit)));
        assertTrue(passes(day.call(limit)));
    }

    @Test
    void values_that_callers_choose_never_meet_in_one_bucket() {
        Limit limit = limit(new RequestsPerMinute(1), each("feature"));
        List<String> values = List.of("", " ", "a", "a 1:b", "1:a", "growth", "ä", "a".repeat(256));
        for (String value : values) {
            Subject subject = new Subject("key", "growth", "chat", Map.of("feature", value));
            assertTrue(passes(day.call(subject, Priority.NORMAL, Need.NOTHING, limit)), value);
        }
    }

    @Test
    void a_rule_that_is_inserted_before_others_leaves_them_what_they_counted() {
        Limit budget = limit(budget(1, Period.MONTH), each("team"));
        settle(reserved(day.call(Priority.NORMAL, usd(1), budget)), usd(1));
        Limit inserted = limit(budget(9, Period.MONTH));

        assertFalse(passes(day.call(Priority.NORMAL, usd(0.1), inserted, budget)));
    }

    @Test
    void a_budget_that_is_raised_keeps_what_was_spent() {
        Limit budget = limit(budget(1, Period.MONTH));
        settle(reserved(day.call(Priority.NORMAL, usd(1), budget)), usd(1));
        assertFalse(passes(day.call(Priority.NORMAL, usd(0.1), budget)));
        Limit raised = limit(budget(2, Period.MONTH));

        assertTrue(passes(day.call(Priority.NORMAL, usd(1), raised)));
        assertFalse(passes(day.call(Priority.NORMAL, usd(0.1), raised)));
    }

    @Test
    void rules_that_count_the_same_for_the_same_count_a_call_once_each() {
        Limit warn = exceeding(limit(new RequestsPerMinute(1)), new Exceeded.Warn());
        Limit reject = limit(new RequestsPerMinute(2));

        assertTrue(passes(day.call(warn, reject)));
        assertTrue(passes(day.call(warn, reject)));
        assertFalse(passes(day.call(warn, reject)));
        assertEquals(List.of("exceeded Warn[]", "exceeded Warn[]"), day.told);
    }
}
