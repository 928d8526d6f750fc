package dev.tollgate.testkit.time;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.tollgate.config.Timing;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;

class VirtualTimeTest {
    private static final Instant START = Instant.parse("2026-11-23T12:00:00Z");
    private static final int MANY = 1_000;

    private final VirtualTime time = new VirtualTime(START, 1_000_000);
    private final Timing timing = time.timing(Duration.ZERO, new Random(1));
    private final List<String> said = new ArrayList<>();

    private void sleep(Timing timing, Duration duration) {
        try {
            timing.sleeper().sleep(duration);
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
    }

    private void say(String name) {
        said.add(name + "@" + time.elapsed().toMillis());
    }

    private Runnable twice(String name, int millis) {
        return () -> {
            say(name);
            sleep(timing, Duration.ofMillis(millis));
            say(name);
        };
    }

    @Test
    void tasks_go_on_in_the_order_in_which_they_are_due() {
        time.at(Duration.ofMillis(5), "late", twice("late", 1));
        time.at(Duration.ZERO, "slow", twice("slow", 100));
        time.at(Duration.ZERO, "quick", twice("quick", 10));

        time.run();

        assertEquals(
                List.of("slow@0", "quick@0", "late@5", "late@6", "quick@10", "slow@100"), said);
        assertEquals(START.plusMillis(100), time.now());
    }

    @Test
    void of_those_due_at_the_same_instant_the_first_to_ask_goes_first() {
        for (String name : List.of("a", "b", "c")) {
            time.at(Duration.ZERO, name, twice(name, 0));
        }

        time.run();

        assertEquals(List.of("a@0", "b@0", "c@0", "a@0", "b@0", "c@0"), said);
    }

    @Test
    void a_task_may_start_others() {
        time.at(
                Duration.ofMillis(1),
                "parent",
                () -> time.at(Duration.ofMillis(3), "child", () -> say("child")));

        time.run();

        assertEquals(List.of("child@3"), said);
    }

    @Test
    void what_runs_in_the_background_keeps_nobody_waiting() {
        time.at(
                Duration.ofMillis(1),
                "task",
                () -> {
                    time.executor().execute(twice("background", 5));
                    say("task");
                });

        time.run();

        assertEquals(List.of("task@1", "background@1", "background@6"), said);
    }

    @Test
    void a_clock_that_is_ahead_stays_ahead() {
        Timing ahead = time.timing(Duration.ofSeconds(3), new Random(1));
        time.at(
                Duration.ZERO,
                "ahead",
                () -> {
                    assertEquals(START.plusSeconds(3), ahead.now());
                    sleep(ahead, Duration.ofSeconds(60));
                    assertEquals(START.plusSeconds(63), ahead.now());
                });

        time.run();

        assertEquals(Duration.ofSeconds(60), time.elapsed());
    }

    @Test
    void what_vanishes_does_nothing_more_and_holds_nobody_up() {
        time.at(
                Duration.ZERO,
                "doomed",
                () -> {
                    try {
                        say("doomed");
                        time.vanish();
                    } finally {
                        say("still there");
                    }
                });
        time.at(Duration.ofMillis(1), "other", () -> say("other"));

        time.run();

        assertEquals(List.of("doomed@0", "other@1"), said);
    }

    @Test
    void a_thread_that_a_task_has_started_can_not_wait_here() {
        List<Throwable> thrown = new ArrayList<>();
        time.at(
                Duration.ZERO,
                "task",
                () -> {
                    Thread own =
                            Thread.ofVirtual().unstarted(() -> sleep(timing, Duration.ofMillis(1)));
                    own.setUncaughtExceptionHandler((_, error) -> thrown.add(error));
                    own.start();
                    try {
                        own.join();
                    } catch (InterruptedException e) {
                        throw new AssertionError(e);
                    }
                });

        time.run();

        assertTrue(
                thrown.toString().contains("is none of the simulation's tasks"), thrown.toString());
    }

    @Test
    void the_same_seed_gives_the_same_run() {
        assertEquals(hustle(7), hustle(7));
    }

    private static List<Long> hustle(long seed) {
        VirtualTime time = new VirtualTime(START, 1_000_000);
        Timing timing = time.timing(Duration.ZERO, new Random(seed));
        List<Long> seen = new ArrayList<>();
        for (int task = 0; task < MANY; task++) {
            time.at(
                    Duration.ofMillis(task % 10),
                    "task",
                    () -> {
                        for (int i = 0; i < 10; i++) {
                            try {
                                timing.sleeper()
                                        .sleep(Duration.ofMillis(timing.random().nextInt(20)));
                            } catch (InterruptedException e) {
                                throw new AssertionError(e);
                            }
                            seen.add(time.elapsed().toMillis() ^ timing.random().nextLong());
                        }
                    });
        }
        time.run();
        assertEquals(10 * MANY, seen.size());
        return seen;
    }

    @Test
    void a_bug_in_a_task_ends_the_run() {
        time.at(Duration.ZERO, "sleeper", twice("sleeper", 10));
        time.at(
                Duration.ofMillis(3),
                "bug",
                () -> {
                    throw new IllegalStateException("oh");
                });
        time.at(Duration.ofMillis(5), "never", () -> say("never"));

        AssertionError error = assertThrows(AssertionError.class, time::run);

        assertTrue(String.valueOf(error.getMessage()).contains("oh"), error.getMessage());
        assertEquals(List.of("sleeper@0"), said);
    }

    @Test
    void what_never_ends_is_stopped() {
        VirtualTime short_ = new VirtualTime(START, 100);
        Timing ticks = short_.timing(Duration.ZERO, new Random(1));
        short_.at(
                Duration.ZERO,
                "loop",
                () -> {
                    while (true) {
                        sleep(ticks, Duration.ofMillis(1));
                    }
                });

        AssertionError error = assertThrows(AssertionError.class, short_::run);

        assertTrue(String.valueOf(error.getMessage()).contains("no end after 100 turns"));
    }

    @Test
    void a_task_that_blocks_is_named_with_its_stack() {
        VirtualTime impatient = new VirtualTime(START, 100, Duration.ofMillis(50));
        CountDownLatch never = new CountDownLatch(1);
        impatient.at(
                Duration.ZERO,
                "stuck",
                () -> {
                    try {
                        never.await();
                    } catch (InterruptedException e) {
                        throw new AssertionError(e);
                    }
                });

        AssertionError error = assertThrows(AssertionError.class, impatient::run);

        assertTrue(String.valueOf(error.getMessage()).contains("'stuck' blocks"));
        Throwable cause = error.getCause();
        assertTrue(
                cause != null
                        && List.of(cause.getStackTrace()).toString().contains("CountDownLatch"));
        never.countDown();
    }
}
