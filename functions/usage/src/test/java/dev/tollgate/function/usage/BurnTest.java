package dev.tollgate.function.usage;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.tollgate.limits.Limit.Measure.Budget;
import dev.tollgate.limits.Limit.Period;
import java.time.Instant;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class BurnTest {
    private static final long USD = 1_000_000_000L;
    private static final Instant TENTH_DAY_OVER = Instant.parse("2026-11-11T00:00:00Z");

    private static Burn burn(long max, Period per, long used, String now) {
        return Burn.of(new Budget(max, per), used, Instant.parse(now));
    }

    @Test
    void what_is_used_goes_on_at_the_same_pace_until_the_period_ends() {
        Burn burn = Burn.of(new Budget(100 * USD, Period.MONTH), 20 * USD, TENTH_DAY_OVER);
        assertEquals(new Burn(2 * USD, 60 * USD, Optional.empty()), burn);
    }

    @Test
    void a_budget_that_will_not_last_says_until_when_it_does() {
        Burn burn = Burn.of(new Budget(30 * USD, Period.MONTH), 20 * USD, TENTH_DAY_OVER);
        assertEquals(Optional.of(Instant.parse("2026-11-16T00:00:00Z")), burn.exhaustedAt());
    }

    @Test
    void a_budget_that_is_used_up_is_used_up_now() {
        Burn burn = Burn.of(new Budget(USD, Period.MONTH), 2 * USD, TENTH_DAY_OVER);
        assertEquals(Optional.of(TENTH_DAY_OVER), burn.exhaustedAt());
    }

    @Test
    void nothing_used_leads_to_nothing() {
        Burn burn = burn(USD, Period.DAY, 0, "2026-11-11T12:00:00Z");
        assertEquals(new Burn(0, 0, Optional.empty()), burn);
    }

    @Test
    void the_first_minutes_of_a_period_are_taken_for_an_hour() {
        Burn burn = burn(1_000 * USD, Period.DAY, USD, "2026-11-11T00:00:01Z");
        assertEquals(24 * USD, burn.nanoUsdPerDay());
    }

    @Test
    void the_largest_amounts_are_no_overflow() {
        Burn burn = burn(Long.MAX_VALUE, Period.MONTH, 1, "2026-11-11T00:00:00Z");
        assertEquals(Optional.empty(), burn.exhaustedAt());
    }
}
