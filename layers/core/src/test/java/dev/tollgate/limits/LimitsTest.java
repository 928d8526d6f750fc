package dev.tollgate.limits;

import static dev.tollgate.limits.Day.SUBJECT;
import static dev.tollgate.limits.Day.each;
import static dev.tollgate.limits.Day.exceeding;
import static dev.tollgate.limits.Day.limit;
import static dev.tollgate.limits.Day.matching;
import static dev.tollgate.limits.Day.passes;
import static dev.tollgate.limits.Day.refused;
import static dev.tollgate.limits.Day.reserved;
import static dev.tollgate.limits.Day.settle;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.tollgate.config.Deadline;
import dev.tollgate.config.Timing;
import dev.tollgate.limits.Admission.Reason;
import dev.tollgate.limits.Admission.Refused;
import dev.tollgate.limits.Limit.Exceeded;
import dev.tollgate.limits.Limit.Measure;
import dev.tollgate.limits.Limit.Measure.Budget;
import dev.tollgate.limits.Limit.Measure.Concurrent;
import dev.tollgate.limits.Limit.Measure.RequestsPerMinute;
import dev.tollgate.limits.Limit.Measure.TokensPerMinute;
import dev.tollgate.limits.Limit.Period;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class LimitsTest {
    private final Day day = new Day();

    private static Need tokens(long tokens) {
        return new Need(tokens, 0);
    }

    private static Need usd(double usd) {
        return new Need(0, Math.round(usd * 1e9));
    }

    private static Measure budget(double usd, Period per) {
        return new Budget(Math.round(usd * 1e9), per);
    }

    @Test
    void a_call_that_no_limit_counts_asks_no_store() {
        Reservation reservation =
                reserved(
                        day.call(
                                limit(new RequestsPerMinute(1), matching("team", "other")),
                                limit(new TokensPerMinute(100))));

        settle(reservation, Need.NOTHING);

        assertEquals(List.of(), day.shelf.asked);
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 7, 60, 599, 600, 1_000, 999_983})
    void a_minutes_requests_may_come_at_once_and_then_one_at_a_time(long max) {
        Limit limit = limit(new RequestsPerMinute(max));
        long burst = Math.min(max, 700);
        for (long i = 0; i < burst; i++) {
            assertTrue(passes(day.call(limit)), "request " + i + " of " + max);
        }
        if (burst < max) {
            return;
        }
        Duration retryAfter = refused(day.call(limit)).retryAfter();
        assertEquals(Math.ceilDiv(60_000_000_000L, max), retryAfter.toNanos());

        day.now = day.now.plus(retryAfter).minusNanos(1);
        assertFalse(passes(day.call(limit)));
        day.now = day.now.plusNanos(1);
        assertTrue(passes(day.call(limit)));
        assertFalse(passes(day.call(limit)));
    }

    @Test
    void tokens_are_held_by_estimate_and_settled_with_the_truth() {
        Limit limit = limit(new TokensPerMinute(1_000));
        Reservation first = reserved(day.call(Priority.NORMAL, tokens(600), limit));
        assertFalse(passes(day.call(Priority.NORMAL, tokens(600), limit)));

        settle(first, tokens(100));

        assertTrue(passes(day.call(Priority.NORMAL, tokens(900), limit)));
        assertFalse(passes(day.call(Priority.NORMAL, tokens(1), limit)));
    }

    @Test
    void a_call_is_settled_once() {
        Limit limit = limit(new TokensPerMinute(1_000));
        Reservation reservation = reserved(day.call(Priority.NORMAL, tokens(600), limit));

        settle(reservation, tokens(100));
        settle(reservation, tokens(900));

        assertEquals(1, day.shelf.count("settle"));
    }

    @Test
    void concurrent_calls_are_those_that_are_not_settled() {
        Limit limit = limit(new Concurrent(2));
        Reservation first = reserved(day.call(limit));
        assertTrue(passes(day.call(limit)));
        assertFalse(passes(day.call(limit)));

        settle(first, Need.NOTHING);

        assertTrue(passes(day.call(limit)));
        assertFalse(passes(day.call(limit)));
    }

    @Test
    void the_holds_of_a_call_that_is_never_settled_expire() {
        Limit limit = limit(new Concurrent(1));
        day.call(limit);
        Instant latest = day.now.plusSeconds(60).plus(Limits.HOLD_MARGIN).plusSeconds(60);

        day.now = day.now.plusSeconds(60).plus(Limits.HOLD_MARGIN).minusNanos(1);
        assertFalse(passes(day.call(limit)));
        day.now = latest;
        assertTrue(passes(day.call(limit)));
    }

    @Test
    void a_budget_is_whole_again_when_its_period_ends() {
        Limit limit = limit(budget(1, Period.WEEK));
        settle(reserved(day.call(Priority.NORMAL, usd(0.9), limit)), usd(0.9));

        Refused refusal = refused(day.call(Priority.NORMAL, usd(0.2), limit));

        Instant nextMonday = Instant.parse("2026-11-30T00:00:00Z");
        assertEquals(Duration.between(day.now, nextMonday), refusal.retryAfter());
        day.now = nextMonday;
        assertTrue(passes(day.call(Priority.NORMAL, usd(1), limit)));
    }

    @ParameterizedTest
    @CsvSource({
        "DAY, 2026-11-23T12:00:00Z, 2026-11-24T00:00:00Z",
        "WEEK, 2026-11-23T00:00:00Z, 2026-11-30T00:00:00Z",
        "WEEK, 2026-11-29T23:59:59Z, 2026-11-30T00:00:00Z",
        "MONTH, 2028-02-29T12:00:00Z, 2028-03-01T00:00:00Z",
        "MONTH, 2026-12-31T23:59:59Z, 2027-01-01T00:00:00Z"
    })
    void periods_are_calendar_periods_in_utc(Period period, Instant at, Instant end) {
        assertEquals(end, period.end(at));
    }

    @Test
    void a_budget_can_not_hold_a_call_whose_price_is_not_known_but_counts_what_it_cost() {
        Limit limit = limit(budget(1, Period.DAY));
        settle(reserved(day.call(limit)), usd(1));

        assertTrue(passes(day.call(limit)));
        assertFalse(passes(day.call(Priority.NORMAL, usd(0.000000001), limit)));
    }

    @Test
    void each_share_of_a_budget_is_told_once() {
        Limit limit = limit(budget(10, Period.MONTH), each("team"));
        for (double spent : new double[] {4, 1, 1, 3.5, 0, 0.4}) {
            settle(reserved(day.call(Priority.NORMAL, usd(spent), limit)), usd(spent));
        }
        settle(reserved(day.call(Priority.NORMAL, usd(0.1), limit)), usd(0.2));

        assertEquals(List.of("team=growth 50", "team=growth 80", "team=growth 100"), day.told);
    }

    @Test
    void a_budget_that_has_no_room_for_a_call_any_more_is_told_to_be_used_up_once() {
        Limit limit = limit(budget(10, Period.MONTH));
        settle(reserved(day.call(Priority.NORMAL, usd(7), limit)), usd(7));
        refused(day.call(Priority.NORMAL, usd(4), limit));
        assertEquals(List.of("all 50"), day.told);
        settle(reserved(day.call(Priority.NORMAL, usd(2.5), limit)), usd(2.5));
        day.told.clear();

        for (int i = 0; i < 3; i++) {
            refused(day.call(Priority.NORMAL, usd(4), limit));
            day.now = day.now.plusSeconds(5);
        }
        settle(reserved(day.call(Priority.NORMAL, usd(0.5), limit)), usd(0.5));

        assertEquals(
                List.of("all 100"),
                day.told.stream().filter(told -> told.startsWith("all")).toList());
        assertEquals(1, day.shelf.count("usedUp"));
    }

    @Test
    void a_refusal_waits_for_no_other_limit_and_what_waits_gives_up() throws Exception {
        CountDownLatch wake = new CountDownLatch(1);
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            Limits limits =
                    new Limits(
                            day.shelf,
                            day,
                            new Timing(day, _ -> wake.await(), new Random(1)),
                            threads);
            Limit slow = Day.waiting(limit(new Concurrent(1)), Duration.ofSeconds(2));
            Limit full = limit(new TokensPerMinute(10));
            day.call(Priority.NORMAL, tokens(10), slow, full);
            long held = day.shelf.held();

            Refused refusal = refused(admit(limits, slow, full));

            assertEquals(full, refusal.limit());
            wake.countDown();
            threads.shutdown();
            assertTrue(threads.awaitTermination(10, TimeUnit.SECONDS));
            assertEquals(held, day.shelf.held());
        }
    }

    private Admission admit(Limits limits, Limit... rules) {
        return Day.admit(
                limits,
                Priority.NORMAL,
                tokens(5),
                Deadline.in(Duration.ofMinutes(1), day.now),
                rules);
    }

    @Test
    void a_call_that_is_larger_than_a_limit_is_told_so() {
        Refused refusal =
                refused(
                        day.call(
                                Priority.NORMAL, tokens(1_001), limit(new TokensPerMinute(1_000))));

        assertEquals(Reason.TOO_LARGE, refusal.reason());
        assertEquals(List.of(), day.shelf.asked);
    }

    @Test
    void calls_of_low_priority_leave_a_share_free() {
        Limit limit = limit(new RequestsPerMinute(10));
        for (int i = 0; i < 8; i++) {
            assertTrue(passes(day.call(Priority.LOW, Need.NOTHING, limit)));
        }

        assertFalse(passes(day.call(Priority.LOW, Need.NOTHING, limit)));

        assertTrue(passes(day.call(Priority.NORMAL, Need.NOTHING, limit)));
        assertTrue(passes(day.call(Priority.CRITICAL, Need.NOTHING, limit)));
        assertFalse(passes(day.call(Priority.CRITICAL, Need.NOTHING, limit)));
    }

    @Test
    void the_buckets_of_a_call_are_taken_all_or_none() {
        Limit requests = limit(new RequestsPerMinute(2));
        Limit concurrent = limit(new Concurrent(1));
        Limit tokens = limit(new TokensPerMinute(10));
        day.call(Priority.NORMAL, tokens(10), tokens);

        assertFalse(passes(day.call(Priority.NORMAL, tokens(5), requests, concurrent, tokens)));

        assertTrue(passes(day.call(concurrent)));
        assertTrue(passes(day.call(requests)));
        assertTrue(passes(day.call(requests)));
        assertFalse(passes(day.call(requests)));
    }

    @Test
    void a_limit_that_downgrades_refuses_and_says_so_when_it_is_done() {
        Exceeded downgrade = new Exceeded.DowngradeTo("chat-fast");
        Limit limit = exceeding(limit(new RequestsPerMinute(1)), downgrade);
        day.call(limit);

        Refused refusal = refused(day.call(limit));

        assertEquals(downgrade, refusal.limit().exceeded());
        assertEquals(List.of(), day.told);
        day.limits.tell(refusal);
        assertEquals(List.of("exceeded " + downgrade), day.told);
    }

    @Test
    void a_call_that_is_served_by_another_alias_is_not_sent_on() {
        Limit limit = limit(new RequestsPerMinute(1));
        Limit downgrading = exceeding(limit, new Exceeded.DowngradeTo("chat-fast"));

        assertEquals(new Exceeded.Warn(), downgrading.servedBy("chat-fast").exceeded());
        assertEquals(new Exceeded.Reject(), downgrading.servedBy("chat-mini").exceeded());
        assertEquals(limit, limit.servedBy("chat-fast"));
        Limit warning = exceeding(limit, new Exceeded.Warn());
        assertEquals(warning, warning.servedBy("chat-fast"));
    }

    @Test
    void a_reservation_tells_what_is_left() {
        List<Standing> standings =
                reserved(
                                day.call(
                                        Priority.NORMAL,
                                        new Need(250, 5),
                                        limit(new RequestsPerMinute(60)),
                                        limit(new TokensPerMinute(1_000)),
                                        limit(new Concurrent(3)),
                                        limit(budget(1, Period.DAY))))
                        .standings();

        assertEquals(
                List.of(59L, 750L, 2L, 999_999_995L),
                standings.stream().map(Standing::remaining).toList());
        assertEquals(
                List.of(
                        Duration.ofSeconds(1),
                        Duration.ofSeconds(15),
                        Duration.ZERO,
                        Duration.ofHours(12)),
                standings.stream().map(Standing::resetsIn).toList());
    }

    @Test
    void who_only_looks_changes_nothing() {
        Limit requests = limit(new RequestsPerMinute(1));
        Limit tokens = limit(new TokensPerMinute(1_000));
        day.call(requests);

        List<Standing> standings =
                day.limits.peek(
                        List.of(requests, tokens),
                        SUBJECT,
                        Optional.empty(),
                        Priority.NORMAL,
                        tokens(400));

        assertEquals(List.of(0L, 1_000L), standings.stream().map(Standing::remaining).toList());
        assertEquals(List.of(false, true), standings.stream().map(Standing::fits).toList());
        assertEquals(List.of("take", "levels"), day.shelf.asked);
    }
}
