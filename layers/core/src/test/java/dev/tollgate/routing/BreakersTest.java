package dev.tollgate.routing;

import static dev.tollgate.routing.Scripted.along;
import static dev.tollgate.routing.Scripted.answer;
import static dev.tollgate.routing.Scripted.call;
import static dev.tollgate.routing.Scripted.failure;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.tollgate.routing.BreakerStore.Opening;
import dev.tollgate.routing.Call.Operation;
import dev.tollgate.routing.Failure.Kind;
import dev.tollgate.routing.Failure.Words;
import dev.tollgate.routing.Outcome.Answered;
import dev.tollgate.routing.Outcome.Failed;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class BreakersTest {
    private static final Target FIRST = Target.parse("a/one");
    private static final Target SECOND = Target.parse("b/two");
    private static final Duration MINUTE = Duration.ofMinutes(1);
    private static final Duration HOUR = Duration.ofHours(1);
    private static final BreakerPolicy POLICY = BreakerPolicy.DEFAULT;
    private static final Duration PAUSE = POLICY.afterFailures().first();

    private final Scripted clock = new Scripted();
    private final Board board = new Board();
    private final Sandbox here = new Sandbox(Runnable::run);

    /// One sandbox: its breakers, the stack around its two targets, and what it has told of.
    private final class Sandbox implements BreakerObserver {
        final Breakers breakers;
        final Scripted first = clock.beside();
        final Scripted second = clock.beside();
        final List<String> news = new ArrayList<>();
        int retries;

        Sandbox(Executor background) {
            breakers = new Breakers(board, POLICY, clock.timing(), background, this);
            second.then(answer("from the second"));
        }

        Outcome send(Call call, Target... targets) {
            Plan plan =
                    new Plan(
                            List.of(targets),
                            retries,
                            Duration.ofSeconds(10),
                            Duration.ofSeconds(4),
                            MINUTE,
                            MINUTE);
            breakers.prepare(List.of(targets));
            return plan.stack(
                            target -> target.equals(FIRST) ? first : second,
                            new Safeguards(
                                    Optional.of(breakers), Optional.empty(), Optional.empty()),
                            clock.timing())
                    .along(along(targets))
                    .send(call);
        }

        Outcome toBoth() {
            return send(call(HOUR), FIRST, SECOND);
        }

        Outcome toFirst() {
            return send(call(HOUR), FIRST);
        }

        void toFirst(int times) {
            for (int i = 0; i < times; i++) {
                toFirst();
            }
        }

        /// Opens the first target's breaker by its failures.
        Sandbox opened(Kind kind) {
            first.then(failure(kind));
            toFirst(POLICY.minCalls());
            return this;
        }

        int asked() {
            return first.calls.size();
        }

        @Override
        public void opened(Target target, Opening opening) {
            news.add("opened " + target + " " + opening.cause().written() + " " + opening.streak());
        }

        @Override
        public void closed(Target target) {
            news.add("closed " + target);
        }

        @Override
        public void degraded(String what, Throwable cause) {
            news.add("degraded");
        }
    }

    private static Failure failed(Outcome outcome) {
        return assertInstanceOf(Failed.class, outcome).failure();
    }

    private static Outcome said(Kind kind, int status) {
        return new Failed(
                new Failure(kind, kind.remedy(), status, "scripted", Optional.empty(), Words.NONE));
    }

    @Test
    void a_target_that_fails_too_often_is_not_asked() {
        here.opened(Kind.SERVER_ERROR);

        Failure failure = failed(here.toFirst());

        assertEquals(POLICY.minCalls(), here.asked());
        assertTrue(failure.wasNeverSent());
        assertEquals(Kind.SERVER_ERROR, failure.kind());
        assertEquals(Optional.of(PAUSE), failure.retryAfter());
        assertEquals(
                "a/one is not asked for the next 5000 ms: it does not work (server_error)",
                failure.words().text());
        assertEquals(List.of("opened a/one server_error 1"), here.news);
    }

    @Test
    void its_calls_go_to_the_next_target_at_once() {
        here.opened(Kind.OVERLOADED);

        assertInstanceOf(Answered.class, here.toBoth());
        assertEquals(POLICY.minCalls(), here.asked());
    }

    @Test
    void few_calls_prove_nothing() {
        here.first.then(failure(Kind.SERVER_ERROR));

        here.toFirst(POLICY.minCalls() - 1);

        assertEquals(List.of(), here.news);
    }

    @Test
    void a_target_that_answers_most_calls_stays_closed() {
        for (int i = 0; i < 40; i++) {
            here.first.then(answer("yes"), failure(Kind.SERVER_ERROR), answer("yes"));
        }

        here.toFirst(119);

        assertEquals(List.of(), here.news);
        assertEquals(119, here.asked());
    }

    @Test
    void failures_of_long_ago_do_not_count() {
        here.first.then(failure(Kind.SERVER_ERROR));
        here.toFirst(POLICY.minCalls() - 1);
        board.close(FIRST, clock.instant());

        clock.pass(BreakerStore.WINDOW.multipliedBy(2));
        here.toFirst();

        assertEquals(List.of(), here.news);
    }

    @Test
    void what_counts_is_what_a_call_got_in_the_end() {
        here.retries = 1;
        for (int i = 0; i < 30; i++) {
            here.first.then(failure(Kind.SERVER_ERROR), answer("at the second try"));
        }

        here.toFirst(29);

        assertEquals(List.of(), here.news);
    }

    @ParameterizedTest
    @EnumSource(
            value = Kind.class,
            names = {"CONTEXT_LENGTH", "CONTENT_POLICY", "BAD_REQUEST", "NOT_FOUND"})
    void what_is_the_calls_own_fault_never_counts(Kind kind) {
        here.first.then(said(kind, 400));

        here.toFirst(5 * POLICY.minCalls());

        assertEquals(List.of(), here.news);
    }

    @Test
    void what_was_not_sent_does_not_count() {
        here.first.then(
                new Failed(
                        Failure.unsent(
                                Kind.OVERLOADED,
                                Failure.Remedy.NEXT_TARGET,
                                "kept back",
                                Optional.empty())));

        here.toFirst(5 * POLICY.minCalls());

        assertEquals(List.of(), here.news);
    }

    @Test
    void a_timeout_counts_if_the_target_had_its_time() {
        here.first.then(failure(Kind.TIMEOUT)).taking(Duration.ofMillis(7_500));

        for (int i = 0; i < POLICY.minCalls(); i++) {
            here.toFirst();
            clock.pass(Duration.ofMillis(7_500).negated());
        }

        assertEquals(List.of("opened a/one timeout 1"), here.news);
    }

    @Test
    void a_caller_in_a_hurry_does_not_close_a_target_to_others() {
        here.first.then(failure(Kind.TIMEOUT));

        for (int i = 0; i < 5 * POLICY.minCalls(); i++) {
            here.send(call(Duration.ofSeconds(1)), FIRST);
        }

        assertEquals(List.of(), here.news);
    }

    @Test
    void a_timeout_that_the_provider_speaks_of_counts() {
        here.first.then(said(Kind.TIMEOUT, 504));

        here.toFirst(POLICY.minCalls());

        assertEquals(List.of("opened a/one timeout 1"), here.news);
    }

    @ParameterizedTest
    @EnumSource(
            value = Kind.class,
            names = {"AUTH", "QUOTA"})
    void a_target_that_wants_nothing_of_us_is_not_asked_again_at_once(Kind kind) {
        here.first.then(said(kind, 402));
        here.toFirst();

        Failure failure = failed(here.toFirst());

        assertEquals(1, here.asked());
        assertEquals(kind, failure.kind());
        assertEquals(Optional.of(POLICY.afterRefusal().first()), failure.retryAfter());
    }

    @Test
    void a_key_that_we_can_not_read_is_nothing_that_others_must_hear_of() {
        here.first.then(failure(Kind.AUTH));

        here.toFirst(3);

        assertEquals(3, here.asked());
        assertEquals(Optional.empty(), board.opening(FIRST));
    }

    @Test
    void a_target_that_asks_us_to_wait_is_left_alone_until_then() {
        here.first.then(failure(Kind.RATE_LIMITED, Duration.ofSeconds(30)), answer("yes"));
        here.toBoth();
        here.toBoth();
        assertEquals(1, here.asked());

        clock.pass(Duration.ofSeconds(30));
        here.toBoth();

        assertEquals(2, here.asked());
    }

    @Test
    void a_target_that_asks_for_an_hour_is_left_alone_for_a_minute() {
        here.first.then(failure(Kind.RATE_LIMITED, Duration.ofHours(1)));
        here.toBoth();

        clock.pass(POLICY.maxCooldown());
        here.toBoth();

        assertEquals(2, here.asked());
    }

    @Test
    void the_call_that_was_asked_to_wait_waits_and_asks_again_itself() {
        here.retries = 1;
        here.first.then(failure(Kind.RATE_LIMITED, Duration.ofSeconds(2)), answer("yes"));

        assertInstanceOf(Answered.class, here.toBoth());
        assertEquals(List.of(Duration.ofSeconds(2)), clock.sleeps);
        assertEquals(2, here.asked());
    }

    @Test
    void other_calls_wait_for_a_short_cooldown_if_they_have_nowhere_else_to_go() {
        here.first.then(failure(Kind.RATE_LIMITED, Duration.ofSeconds(4)), answer("yes"));
        here.toBoth();

        assertInstanceOf(Answered.class, here.toFirst());

        Duration slept = clock.sleeps.getFirst();
        assertTrue(slept.compareTo(Duration.ofSeconds(4)) > 0, slept.toString());
        assertTrue(slept.compareTo(Duration.ofMillis(5_001)) <= 0, slept.toString());
    }

    @Test
    void nobody_waits_for_a_cooldown_that_ends_after_the_deadline_or_our_patience() {
        here.first.then(failure(Kind.RATE_LIMITED, Duration.ofSeconds(30)), answer("yes"));
        here.toBoth();

        Failure failure = failed(here.toFirst());
        clock.pass(Duration.ofSeconds(20));
        here.send(call(Duration.ofSeconds(5)), FIRST);

        assertEquals(Optional.of(Duration.ofSeconds(30)), failure.retryAfter());
        assertEquals(List.of(), clock.sleeps);
    }

    @Test
    void a_limit_without_a_time_counts_as_a_failure() {
        here.opened(Kind.RATE_LIMITED);

        here.toFirst();

        assertEquals(POLICY.minCalls(), here.asked());
        assertEquals(List.of(), clock.sleeps);
        assertEquals(List.of("opened a/one rate_limited 1"), here.news);
    }

    @Test
    void when_every_target_is_closed_to_a_call_it_is_told_the_soonest() {
        here.opened(Kind.SERVER_ERROR);
        clock.pass(Duration.ofSeconds(2));
        here.breakers.cool(SECOND, Duration.ofSeconds(50));

        assertEquals(Optional.of(PAUSE.minusSeconds(2)), failed(here.toBoth()).retryAfter());
    }

    @Test
    void after_the_pause_one_probe_closes_it_again() {
        here.opened(Kind.SERVER_ERROR);
        here.first.then(answer("well again"));
        here.first.send(call(MINUTE));
        clock.pass(PAUSE);

        assertInstanceOf(Answered.class, here.toFirst());

        assertEquals("closed a/one", here.news.getLast());
        assertEquals(Optional.empty(), board.opening(FIRST));
    }

    @Test
    void a_probe_that_fails_is_one_request_and_doubles_the_pause_up_to_its_longest() {
        here.opened(Kind.SERVER_ERROR);
        here.retries = 3;
        Duration expected = PAUSE;
        for (int streak = 2; streak < 6; streak++) {
            clock.pass(expected);
            int asked = here.asked();
            here.toFirst();

            assertEquals(asked + 1, here.asked());
            assertEquals("opened a/one server_error " + streak, here.news.getLast());
            Duration doubled = expected.multipliedBy(2);
            Duration longest = POLICY.afterFailures().longest();
            expected = doubled.compareTo(longest) < 0 ? doubled : longest;
            assertEquals(Optional.of(expected), failed(here.toFirst()).retryAfter());
        }
    }

    @Test
    void a_probe_that_shows_the_calls_own_fault_has_shown_that_the_target_is_well() {
        here.opened(Kind.SERVER_ERROR);
        clock.pass(PAUSE);
        here.first.then(said(Kind.CONTEXT_LENGTH, 400));
        here.first.send(call(MINUTE));

        here.toFirst();

        assertEquals("closed a/one", here.news.getLast());
    }

    @Test
    void a_probe_that_was_not_sent_is_left_to_the_next_call() {
        here.opened(Kind.SERVER_ERROR);
        clock.pass(PAUSE);
        Gate shut =
                _ ->
                        Optional.of(
                                Failure.unsent(
                                        Kind.RATE_LIMITED,
                                        Failure.Remedy.NEXT_TARGET,
                                        "our own limit",
                                        Optional.empty()));
        here.send(call(MINUTE).through(shut), FIRST);
        int asked = here.asked();

        here.toFirst();

        assertEquals(asked + 1, here.asked());
    }

    @Test
    void a_bug_does_not_keep_the_probe() {
        here.opened(Kind.SERVER_ERROR);
        clock.pass(PAUSE);
        Gate broken =
                _ -> {
                    throw new IllegalStateException("a bug");
                };
        assertThrows(
                IllegalStateException.class, () -> here.send(call(MINUTE).through(broken), FIRST));
        int asked = here.asked();

        here.toFirst();

        assertEquals(asked + 1, here.asked());
    }

    @Test
    void of_two_sandboxes_one_has_the_probe_and_the_other_hears_of_its_end() {
        here.opened(Kind.SERVER_ERROR);
        Sandbox there = new Sandbox(Runnable::run);
        there.first.then(answer("yes"));
        there.breakers.prepare(List.of(FIRST));
        clock.pass(PAUSE);

        here.breakers.prepare(List.of(FIRST));
        Failure meanwhile = failed(there.toFirst());
        assertEquals(0, there.asked());
        assertEquals(Optional.of(POLICY.refresh()), meanwhile.retryAfter());

        here.first.then(answer("well again"));
        here.first.send(call(MINUTE));
        assertInstanceOf(Answered.class, here.toFirst());
        clock.pass(POLICY.refresh());
        there.toFirst();

        assertInstanceOf(Answered.class, there.toFirst());
        assertEquals(List.of(), there.news);
    }

    @Test
    void a_sandbox_that_dies_with_the_probe_holds_the_others_up_for_its_lease_only() {
        here.opened(Kind.SERVER_ERROR);
        clock.pass(PAUSE);
        here.breakers.prepare(List.of(FIRST));
        Sandbox there = new Sandbox(Runnable::run);
        there.first.then(answer("yes"));
        there.breakers.prepare(List.of(FIRST));
        failed(there.toFirst());

        clock.pass(POLICY.lease());

        assertInstanceOf(Answered.class, there.toFirst());
    }

    @Test
    void an_opening_is_heard_of_by_sandboxes_that_have_seen_nothing_themselves() {
        Sandbox there = new Sandbox(Runnable::run);
        there.breakers.prepare(List.of(FIRST, SECOND));
        here.opened(Kind.SERVER_ERROR);

        clock.pass(POLICY.refresh());
        there.breakers.prepare(List.of(FIRST, SECOND));

        assertInstanceOf(Answered.class, there.toBoth());
        assertEquals(0, there.asked());
    }

    @Test
    void failures_that_many_sandboxes_see_a_few_of_open_it_for_all() {
        List<Sandbox> all = new ArrayList<>();
        for (int i = 0; i < 4; i++) {
            Sandbox one = new Sandbox(Runnable::run);
            one.first.then(failure(Kind.SERVER_ERROR));
            all.add(one);
        }
        for (int i = 0; i < 5; i++) {
            all.forEach(Sandbox::toFirst);
            clock.pass(POLICY.refresh());
        }

        assertTrue(board.opening(FIRST).isPresent());
        assertEquals(13, all.stream().mapToInt(Sandbox::asked).sum());
    }

    @Test
    void a_calm_sandbox_reports_once_in_a_window_and_reads_every_few_seconds() {
        here.first.then(answer("yes"));
        for (int i = 0; i < 600; i++) {
            here.toFirst();
            clock.pass(Duration.ofMillis(100));
        }

        long reports = board.asked.stream().filter("report"::equals).count();
        assertTrue(reports <= 7, "reports: " + reports);
        assertTrue(board.asked.size() <= 21, "all: " + board.asked.size());
    }

    @Test
    void while_the_target_is_closed_no_call_waits_for_the_store() {
        Deque<Runnable> later = new ArrayDeque<>();
        Sandbox patient = new Sandbox(later::add);
        patient.first.then(failure(Kind.SERVER_ERROR));

        patient.toFirst(50);

        assertEquals(List.of(), board.asked);
        assertEquals(2, later.size());
        later.forEach(Runnable::run);
        assertTrue(board.opening(FIRST).isPresent());
    }

    @Test
    void what_the_store_said_before_an_opening_does_not_undo_it() {
        Deque<Runnable> later = new ArrayDeque<>();
        Sandbox slow = new Sandbox(later::add);
        slow.opened(Kind.SERVER_ERROR);
        Runnable exchange = later.removeFirst();
        Runnable telling = later.removeFirst();

        exchange.run();
        telling.run();

        failed(slow.toFirst());
        assertEquals(POLICY.minCalls(), slow.asked());
    }

    @Test
    void without_the_store_each_sandbox_decides_alone() {
        board.down = true;
        here.opened(Kind.SERVER_ERROR);
        failed(here.toFirst());
        assertEquals(POLICY.minCalls(), here.asked());

        clock.pass(PAUSE);
        here.first.then(answer("well again"));
        here.first.send(call(MINUTE));

        assertInstanceOf(Answered.class, here.toFirst());
        assertTrue(here.news.contains("closed a/one"));
    }

    @Test
    void a_full_executor_hurts_no_call() {
        Sandbox full =
                new Sandbox(_ -> {
                    throw new RejectedExecutionException("full");
                });

        full.opened(Kind.SERVER_ERROR);

        failed(full.toFirst());
        assertEquals(POLICY.minCalls(), full.asked());
    }

    @Test
    void a_fallback_that_was_not_prepared_is_probed_when_it_is_needed() {
        here.opened(Kind.SERVER_ERROR);
        clock.pass(PAUSE);
        here.second.then(failure(Kind.OVERLOADED));
        here.second.send(call(MINUTE));
        int asked = here.asked();

        here.send(call(MINUTE), SECOND, FIRST);

        assertEquals(asked + 1, here.asked());
    }

    @Test
    void no_probe_is_taken_for_a_target_behind_one_that_is_well() {
        here.opened(Kind.SERVER_ERROR);
        clock.pass(PAUSE);

        here.breakers.prepare(List.of(SECOND, FIRST));

        assertTrue(!board.asked.contains("probe"));
    }

    @Test
    void streams_that_are_cut_count_as_failures() {
        here.first.then(answer("begun"));
        for (int i = 0; i < POLICY.minCalls(); i++) {
            here.toFirst();
            here.breakers.cut(FIRST, Failure.of(Kind.SERVER_ERROR, "cut"));
        }

        assertEquals(List.of("opened a/one server_error 1"), here.news);
    }

    @Test
    void counting_tokens_is_not_kept_back_and_proves_nothing() {
        here.opened(Kind.SERVER_ERROR);
        int asked = here.asked();
        Call call = call(MINUTE);
        Call count = new Call(call.id(), Operation.COUNT_TOKENS, call.ask(), call.deadline());

        here.send(count, FIRST);

        assertEquals(asked + 1, here.asked());
    }

    @Test
    void an_opening_by_a_clock_that_is_ahead_lasts_no_longer_than_it_can_be_meant_to() {
        Instant ahead = clock.instant().plusSeconds(90);
        board.open(FIRST, new Opening(ahead, Kind.SERVER_ERROR, 1), clock.instant());
        here.first.then(answer("yes"));

        here.breakers.prepare(List.of(FIRST));

        assertEquals(
                Optional.of(POLICY.afterFailures().longest()), failed(here.toFirst()).retryAfter());
    }

    @Test
    void a_target_that_nothing_was_heard_of_for_long_is_as_good_as_new() {
        board.down = true;
        here.opened(Kind.SERVER_ERROR);
        clock.pass(PAUSE.plus(BreakerStore.MEMORY));
        int asked = board.asked.size();

        here.toFirst();

        assertTrue(!board.asked.subList(asked, board.asked.size()).contains("probe"));
    }

    /// FailoverBench S15: it works for five seconds and fails for five, for a minute; calls come twice a second.
    @Test
    void a_target_that_flaps_is_used_again_within_half_a_minute_of_being_well() {
        Upstream flapping =
                call -> {
                    long second = Duration.between(Scripted.START, clock.instant()).toSeconds();
                    here.first.calls.add(call);
                    return second < 60 && second / 5 % 2 == 1
                            ? failure(Kind.SERVER_ERROR)
                            : answer("yes");
                };
        Plan plan = new Plan(List.of(FIRST, SECOND), 0, MINUTE, MINUTE, MINUTE, MINUTE);
        Upstream stack =
                plan.stack(
                                target -> target.equals(FIRST) ? flapping : here.second,
                                new Safeguards(
                                        Optional.of(here.breakers),
                                        Optional.empty(),
                                        Optional.empty()),
                                clock.timing())
                        .along(along(FIRST, SECOND));
        int answered = 0;
        for (int i = 0; i < 180; i++) {
            here.breakers.prepare(List.of(FIRST, SECOND));
            answered += stack.send(call(HOUR)) instanceof Answered ? 1 : 0;
            clock.pass(Duration.ofMillis(500));
        }

        assertEquals(180, answered);
        int before = here.asked();
        here.breakers.prepare(List.of(FIRST, SECOND));
        stack.send(call(HOUR));
        assertEquals(before + 1, here.asked());
        assertEquals("closed a/one", here.news.getLast());
    }
}
