package dev.tollgate.routing;

import static dev.tollgate.routing.Scripted.along;
import static dev.tollgate.routing.Scripted.answer;
import static dev.tollgate.routing.Scripted.failure;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.tollgate.config.Timing;
import dev.tollgate.routing.Answer.Next;
import dev.tollgate.routing.Answer.Streamed;
import dev.tollgate.routing.Answer.Summary;
import dev.tollgate.routing.Breakers.Admission;
import dev.tollgate.routing.Failure.Kind;
import dev.tollgate.routing.Outcome.Answered;
import dev.tollgate.routing.Outcome.Failed;
import dev.tollgate.usage.Usage;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/// A second target asked beside the first. Time passes only where a test says so.
@Timeout(30)
class RaceTest {
    private static final Target FIRST = Target.parse("a/one");
    private static final Target SECOND = Target.parse("b/two");
    private static final Target THIRD = Target.parse("c/three");
    private static final Duration MINUTE = Duration.ofMinutes(1);

    private final Scripted clock = new Scripted();
    private final Call call = Scripted.call(MINUTE);
    private final CountDownLatch headIsOver = new CountDownLatch(1);
    private final CountDownLatch firstIsAsked = new CountDownLatch(1);
    private final CountDownLatch secondIsAsked = new CountDownLatch(1);
    private final List<Duration> heads = new CopyOnWriteArrayList<>();
    private final Set<Thread> threads = ConcurrentHashMap.newKeySet();
    private final List<Target> asked = new CopyOnWriteArrayList<>();
    private final Map<Target, Upstream> upstreams = new ConcurrentHashMap<>();
    private Safeguards safeguards = Safeguards.NONE;

    private final Timing timing =
            new Timing(
                    clock,
                    time -> {
                        heads.add(time);
                        headIsOver.await();
                        firstIsAsked.await(); // as it is, after a real head
                    },
                    new Random(1));

    private void doing(Target target, Upstream what) {
        upstreams.put(
                target,
                sent -> {
                    threads.add(Thread.currentThread());
                    asked.add(target);
                    sent.attempts().sends();
                    if (target.equals(FIRST)) {
                        firstIsAsked.countDown();
                    }
                    if (target.equals(SECOND)) {
                        secondIsAsked.countDown();
                    }
                    return what.send(sent);
                });
    }

    private Outcome send(Target... targets) {
        return new Plan(
                        List.of(targets),
                        Optional.empty(),
                        Map.of(),
                        Optional.of(Duration.ofSeconds(2)),
                        Optional.empty(),
                        0,
                        MINUTE,
                        MINUTE,
                        MINUTE,
                        MINUTE)
                .stack(
                        target ->
                                Recorded.around(
                                        sent ->
                                                upstreams
                                                        .getOrDefault(target, call -> answer("yes"))
                                                        .send(sent),
                                        target,
                                        timing),
                        safeguards,
                        timing)
                .along(along(targets))
                .send(call);
    }

    /// Like a read from a connection: broken off by an interrupt.
    private static Outcome hanging(Call sent) {
        return hanging(new CountDownLatch(1), failure(Kind.OVERLOADED));
    }

    private static Outcome hanging(CountDownLatch until, Outcome then) {
        try {
            until.await();
            return then;
        } catch (InterruptedException _) {
            return failure(Kind.SERVER_ERROR);
        }
    }

    private List<String> attempts() {
        return call.attempts().list().stream()
                .map(attempt ->
                        attempt.target()
                                + attempt.failure()
                                        .map(cause ->
                                                " %s %d %s"
                                                        .formatted(
                                                                cause.kind().written(),
                                                                cause.status(),
                                                                cause.message()))
                                        .orElse(""))
                .toList();
    }

    private void assertNoThreadIsLeft() throws InterruptedException {
        for (Thread thread : threads) {
            assertTrue(thread.isVirtual());
            assertTrue(thread.join(Duration.ofSeconds(10)));
        }
        assertTrue(threads.size() <= 2);
    }

    @Test
    void a_target_that_answers_in_time_has_no_rival() throws Exception {
        doing(FIRST, _ -> answer("first"));

        assertInstanceOf(Answered.class, send(FIRST, SECOND));
        assertEquals(List.of(FIRST), asked);
        assertEquals(List.of("a/one"), attempts());
        assertNoThreadIsLeft();
    }

    @Test
    void a_target_that_does_not_is_overtaken_and_cancelled() throws Exception {
        Outcome good = answer("second");
        doing(FIRST, RaceTest::hanging);
        doing(SECOND, _ -> good);
        headIsOver.countDown();

        assertSame(good, send(FIRST, SECOND, THIRD));

        assertEquals(List.of(Duration.ofSeconds(2)), heads);
        assertEquals(List.of("a/one timeout 0 cancelled: b/two was faster", "b/two"), attempts());
        assertTrue(call.attempts().list().getFirst().hadNoAnswerInTime());
        assertEquals(1, call.attempts().fallbacks());
        assertNoThreadIsLeft();
    }

    @Test
    void what_is_overtaken_before_it_was_sent_is_no_attempt() throws Exception {
        upstreams.put(
                FIRST,
                sent -> {
                    threads.add(Thread.currentThread());
                    firstIsAsked.countDown();
                    hanging(sent);
                    assertFalse(sent.attempts().sends());
                    return new Failed(
                            Failure.unsent(
                                    Kind.TIMEOUT,
                                    Kind.TIMEOUT.remedy(),
                                    "called off",
                                    Optional.empty()));
                });
        doing(SECOND, _ -> answer("second"));
        headIsOver.countDown();

        assertInstanceOf(Answered.class, send(FIRST, SECOND));

        assertEquals(List.of("b/two"), attempts());
        assertNoThreadIsLeft();
    }

    @Test
    void the_first_may_still_win_when_both_are_asked() throws Exception {
        Outcome good = answer("first");
        doing(FIRST, _ -> hanging(secondIsAsked, good));
        doing(SECOND, RaceTest::hanging);
        headIsOver.countDown();

        assertSame(good, send(FIRST, SECOND));

        assertEquals(List.of("b/two timeout 0 cancelled: a/one was faster", "a/one"), attempts());
        assertEquals(Optional.of(FIRST), call.attempts().last().map(Attempt::target));
        assertNoThreadIsLeft();
    }

    @Test
    void a_failure_before_the_rival_was_asked_leads_on_as_ever() throws Exception {
        doing(FIRST, _ -> failure(Kind.OVERLOADED));
        doing(SECOND, _ -> answer("second"));

        assertInstanceOf(Answered.class, send(FIRST, SECOND));

        assertEquals(List.of("a/one overloaded 0 scripted", "b/two"), attempts());
    }

    @Test
    void the_others_failure_is_not_the_end() throws Exception {
        CountDownLatch secondHasFailed = new CountDownLatch(1);
        doing(FIRST, _ -> hanging(secondHasFailed, answer("first")));
        doing(
                SECOND,
                _ -> {
                    secondHasFailed.countDown();
                    return failure(Kind.OVERLOADED);
                });
        headIsOver.countDown();

        assertInstanceOf(Answered.class, send(FIRST, SECOND));
        assertEquals(Optional.of(FIRST), call.attempts().last().map(Attempt::target));
    }

    @Test
    void when_both_fail_the_call_goes_on_with_the_rest() throws Exception {
        doing(FIRST, _ -> hanging(secondIsAsked, failure(Kind.OVERLOADED)));
        doing(SECOND, _ -> failure(Kind.TIMEOUT));
        doing(THIRD, _ -> answer("third"));
        headIsOver.countDown();

        assertInstanceOf(Answered.class, send(FIRST, SECOND, THIRD));

        assertEquals(3, asked.size());
        assertEquals(THIRD, asked.getLast());
        assertEquals(3, attempts().size());
        assertEquals(Optional.of(THIRD), call.attempts().last().map(Attempt::target));
    }

    @Test
    void there_is_one_rival_a_call() throws Exception {
        doing(FIRST, _ -> hanging(secondIsAsked, failure(Kind.OVERLOADED)));
        doing(SECOND, _ -> failure(Kind.TIMEOUT));
        doing(THIRD, _ -> failure(Kind.OVERLOADED));
        headIsOver.countDown();

        send(FIRST, SECOND, THIRD, Target.parse("d/four"));

        assertEquals(1, heads.size());
    }

    @Test
    void an_answer_that_loses_by_a_hair_is_closed() throws Exception {
        CountDownLatch closed = new CountDownLatch(1);
        CountDownLatch deaf = new CountDownLatch(1);
        doing(
                FIRST,
                _ -> {
                    boolean waits = true;
                    while (waits) {
                        try {
                            deaf.await();
                            waits = false;
                        } catch (InterruptedException _) {
                            deaf.countDown();
                        }
                    }
                    return new Answered(streamed(closed));
                });
        doing(SECOND, _ -> answer("second"));
        headIsOver.countDown();

        send(FIRST, SECOND);

        assertTrue(closed.await(10, TimeUnit.SECONDS));
        assertEquals(List.of("a/one timeout 0 cancelled: b/two was faster", "b/two"), attempts());
        assertNoThreadIsLeft();
    }

    private static Streamed streamed(CountDownLatch closed) {
        return new Streamed() {
            @Override
            public List<String> dropped() {
                return List.of();
            }

            @Override
            public Next next() {
                return new Next.End(new byte[0]);
            }

            @Override
            public Summary summary() {
                return new Summary(Usage.none(), Optional.empty());
            }

            @Override
            public void close() {
                closed.countDown();
            }
        };
    }

    @Test
    void a_call_with_one_target_stays_on_its_thread() {
        doing(FIRST, _ -> answer("first"));

        send(FIRST);

        assertEquals(Set.of(Thread.currentThread()), threads);
    }

    @Test
    void a_call_that_is_interrupted_cancels_both() throws Exception {
        CountDownLatch over = new CountDownLatch(1);
        AtomicReference<Outcome> outcome = new AtomicReference<>();
        doing(FIRST, RaceTest::hanging);
        doing(SECOND, RaceTest::hanging);
        headIsOver.countDown();
        Thread caller =
                Thread.ofVirtual()
                        .start(() -> {
                            outcome.set(send(FIRST, SECOND, THIRD));
                            assertTrue(Thread.interrupted());
                            over.countDown();
                        });
        secondIsAsked.await();

        caller.interrupt();

        assertTrue(over.await(10, TimeUnit.SECONDS));
        assertFalse(asked.contains(THIRD));
        Failure failure = assertInstanceOf(Failed.class, outcome.get()).failure();
        assertEquals(Kind.TIMEOUT, failure.kind());
        assertEquals("interrupted while it waited for an answer", failure.message());
        assertEquals(List.of("a/one timeout 0 cancelled", "b/two timeout 0 cancelled"), attempts());
        assertNoThreadIsLeft();
    }

    @Test
    void a_bug_is_thrown_as_it_is_on_one_thread() throws Exception {
        doing(
                FIRST,
                _ -> {
                    throw new IllegalStateException("a bug");
                });

        assertThrows(IllegalStateException.class, () -> send(FIRST, SECOND));
        assertNoThreadIsLeft();
    }

    @Test
    void to_have_been_overtaken_does_not_speak_against_a_target() throws Exception {
        BreakerPolicy nervous =
                new BreakerPolicy(
                        1,
                        0.01,
                        BreakerPolicy.DEFAULT.afterFailures(),
                        BreakerPolicy.DEFAULT.afterRefusal(),
                        MINUTE,
                        Duration.ofSeconds(3),
                        Duration.ofSeconds(10));
        Board board = new Board();
        Breakers breakers =
                new Breakers(
                        board,
                        nervous,
                        timing,
                        Runnable::run,
                        new BreakerObserver() {
                            @Override
                            public void opened(Target target, BreakerStore.Opening opening) {}

                            @Override
                            public void closed(Target target) {}

                            @Override
                            public void degraded(String what, Throwable cause) {}
                        });
        safeguards = new Safeguards(Optional.of(breakers), Optional.empty(), Optional.empty());
        doing(FIRST, RaceTest::hanging);
        doing(SECOND, _ -> answer("second"));
        headIsOver.countDown();

        send(FIRST, SECOND);
        assertNoThreadIsLeft();

        assertEquals(new Admission.Admitted(false), breakers.admit(FIRST));
    }
}
