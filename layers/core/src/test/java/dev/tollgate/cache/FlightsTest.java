package dev.tollgate.cache;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.tollgate.cache.Flights.Seat;
import dev.tollgate.cache.Follower.End;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class FlightsTest {
    private static final Duration NO_TIME = Duration.ZERO;
    private static final Duration LONG = Duration.ofMinutes(1);
    private static final Kept KEPT = Samples.kept("answer");

    private final Flights flights = new Flights();

    @AfterEach
    void nothing_is_left_behind() {
        assertEquals(0, flights.size());
    }

    private Leader leader() {
        return assertInstanceOf(Leader.class, flights.join("k"));
    }

    private Follower follower() {
        return assertInstanceOf(Follower.class, flights.join("k"));
    }

    @Test
    void the_first_leads_and_the_others_share_its_answer() {
        try (Leader leader = leader();
                Follower one = follower();
                Follower two = follower()) {
            leader.land(Optional.of(KEPT));

            assertEquals(new End.Shared(KEPT), one.await(LONG));
            assertEquals(new End.Shared(KEPT), two.await(LONG));
        }
    }

    @Test
    void another_question_has_a_leader_of_its_own() {
        try (Leader leader = leader();
                Seat other = flights.join("other")) {
            assertInstanceOf(Leader.class, other);
            leader.land(Optional.of(KEPT));
        }
    }

    @Test
    void who_comes_after_the_answer_leads_again() {
        try (Leader leader = leader()) {
            leader.land(Optional.of(KEPT));
            leader().close();
        }
    }

    @Test
    void when_a_leader_fails_the_one_who_has_waited_longest_leads_and_the_others_wait() {
        Leader leader = leader();
        try (Follower one = follower();
                Follower two = follower();
                Follower three = follower()) {
            leader.close();

            Leader next = assertInstanceOf(End.Lead.class, one.await(NO_TIME)).leader();
            next.land(Optional.of(KEPT));
            assertEquals(new End.Shared(KEPT), two.await(LONG));
            assertEquals(new End.Shared(KEPT), three.await(LONG));
        }
    }

    @Test
    void who_is_late_does_not_get_to_lead() {
        Leader leader = leader();
        try (Follower one = follower();
                Follower two = follower()) {
            assertEquals(new End.Late(), one.await(NO_TIME));
            leader.close();

            assertInstanceOf(End.Lead.class, two.await(NO_TIME));
        }
    }

    @Test
    void a_follower_that_dies_before_it_knows_that_it_leads_hands_over() {
        Leader leader = leader();
        Follower dead = follower();
        try (Follower two = follower()) {
            leader.close();
            dead.close();

            assertInstanceOf(End.Lead.class, two.await(NO_TIME));
        }
    }

    @Test
    void an_answer_that_can_not_be_shared_lets_all_go_on_alone() {
        try (Leader leader = leader();
                Follower one = follower();
                Follower two = follower()) {
            leader.land(Optional.empty());

            assertEquals(new End.Alone(), one.await(LONG));
            assertEquals(new End.Alone(), two.await(LONG));
        }
    }

    @Test
    void an_answer_that_came_in_the_last_moment_counts() {
        try (Leader leader = leader();
                Follower one = follower()) {
            leader.land(Optional.of(KEPT));

            assertEquals(new End.Shared(KEPT), one.await(NO_TIME));
        }
    }

    @Test
    void only_so_many_wait_for_one() {
        List<Seat> seats = new ArrayList<>();
        for (int i = 0; i <= Flights.MAX_FOLLOWERS; i++) {
            seats.add(flights.join("k"));
        }

        assertInstanceOf(Seat.Alone.class, flights.join("k"));
        seats.forEach(Seat::close);
    }

    @Test
    void only_so_many_questions_are_shared() {
        List<Seat> seats = new ArrayList<>();
        for (int i = 0; i < Flights.MAX_FLIGHTS; i++) {
            seats.add(flights.join("k" + i));
        }

        assertInstanceOf(Seat.Alone.class, flights.join("one more"));
        assertInstanceOf(Follower.class, flights.join("k0")).close();
        seats.forEach(Seat::close);
    }

    @Test
    void an_interrupted_wait_is_over_and_the_thread_still_interrupted() {
        try (Leader leader = leader();
                Follower one = follower()) {
            Thread.currentThread().interrupt();

            assertEquals(new End.Late(), one.await(LONG));
            assertTrue(Thread.interrupted());
            leader.land(Optional.empty());
        }
    }

    @Test
    void of_many_at_once_one_asks_at_a_time_until_there_is_an_answer() throws Exception {
        AtomicInteger asking = new AtomicInteger();
        AtomicInteger asked = new AtomicInteger();
        CountDownLatch start = new CountDownLatch(50);
        List<Callable<Kept>> calls = new ArrayList<>();
        for (int i = 0; i < 50; i++) {
            calls.add(() -> {
                try (Seat seat = flights.join("k")) {
                    start.countDown();
                    start.await();
                    return switch (seat) {
                        case Leader leader -> asks(leader, asking, asked);
                        case Follower follower ->
                                switch (follower.await(LONG)) {
                                    case End.Shared(Kept kept) -> kept;
                                    case End.Lead(Leader leader) -> asks(leader, asking, asked);
                                    case End.Alone(), End.Late() -> throw new AssertionError();
                                };
                        case Seat.Alone() -> throw new AssertionError();
                    };
                }
            });
        }

        int failed = 0;
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            for (Future<Kept> call : threads.invokeAll(calls)) {
                if (call.state() == Future.State.FAILED) {
                    failed++;
                } else {
                    assertSame(KEPT, call.get());
                }
            }
        }

        assertEquals(4, asked.get());
        assertEquals(3, failed, "the leaders that failed themselves");
    }

    /// The first three fail.
    private static Kept asks(Leader leader, AtomicInteger asking, AtomicInteger asked) {
        try (leader) {
            assertEquals(1, asking.incrementAndGet());
            int turn = asked.incrementAndGet();
            asking.decrementAndGet();
            if (turn <= 3) {
                throw new IllegalStateException("the provider is down");
            }
            leader.land(Optional.of(KEPT));
            return KEPT;
        }
    }
}
