package dev.tollgate.testkit.store;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.tollgate.config.StoreUnavailable;
import dev.tollgate.limits.Bucket;
import dev.tollgate.limits.Hold;
import dev.tollgate.limits.Level;
import dev.tollgate.limits.LimitStore;
import dev.tollgate.limits.LimitStore.Take;
import dev.tollgate.limits.LimitStore.Taking;
import dev.tollgate.limits.LimitStore.Taking.Taken;
import dev.tollgate.limits.Priority;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/// What every store of limits does.
@Timeout(60)
public abstract class LimitStoreContract {
    protected static final Instant NOON = Instant.parse("2026-11-23T12:00:00.123456Z");

    private static final AtomicLong BUCKETS = new AtomicLong();
    private static final long CAPACITY = 1_000_000_000;

    /// A rate, of a second's capacity.
    private final Bucket rate = bucket(true);

    private final Bucket standing = bucket(false);

    protected abstract LimitStore store();

    /// The same kind of store while it does not answer.
    protected abstract LimitStore failing();

    /// A bucket that no other test has.
    protected static Bucket bucket(boolean drains) {
        return new Bucket(
                "limit/test/" + BUCKETS.incrementAndGet(), drains, NOON.plus(Duration.ofDays(2)));
    }

    /// Charges for good.
    protected static Take charge(Bucket bucket, long amount) {
        return new Take(bucket, amount, CAPACITY, true, Optional.empty(), Priority.NORMAL);
    }

    protected static Take hold(Bucket bucket, long amount, Instant until) {
        return new Take(bucket, amount, CAPACITY, true, Optional.of(until), Priority.NORMAL);
    }

    private Level charged(Bucket bucket, long amount, Instant now) {
        return assertInstanceOf(Taken.class, store().take(charge(bucket, amount), now)).level();
    }

    private Hold held(Bucket bucket, long amount, Instant until) {
        return assertInstanceOf(Taken.class, store().take(hold(bucket, amount, until), NOON))
                .hold()
                .orElseThrow();
    }

    private Level level(Bucket bucket, Instant now) {
        return store().levels(List.of(bucket), now).getOrDefault(bucket.id(), Level.EMPTY);
    }

    @Test
    void a_rate_lets_a_burst_of_its_capacity_pass_and_not_one_unit_more() {
        assertEquals(new Level(CAPACITY - 1, 0), charged(rate, CAPACITY - 1, NOON));
        assertEquals(
                new Taking.Full(new Level(CAPACITY - 1, 0)), store().take(charge(rate, 2), NOON));
        assertEquals(new Level(CAPACITY, 0), charged(rate, 1, NOON));
    }

    @Test
    void settled_use_of_a_rate_drains_by_a_unit_each_nanosecond() {
        charged(rate, CAPACITY, NOON);

        assertInstanceOf(Taking.Full.class, store().take(charge(rate, 101), NOON.plusNanos(100)));
        assertEquals(new Level(CAPACITY, 0), charged(rate, 100, NOON.plusNanos(100)));
        assertEquals(new Level(1, 0), level(rate, NOON.plusNanos(CAPACITY + 99)));
        assertEquals(Level.EMPTY, level(rate, NOON.plusSeconds(60)));
    }

    @Test
    void time_in_which_nothing_was_used_is_not_saved_up() {
        charged(rate, 1, NOON);

        charged(rate, CAPACITY, NOON.plusSeconds(3_600));

        assertInstanceOf(Taking.Full.class, store().take(charge(rate, 1), NOON.plusSeconds(3_600)));
    }

    @Test
    void what_stands_still_stays() {
        charged(standing, 700, NOON);

        assertEquals(new Level(700, 0), level(standing, NOON.plus(Duration.ofDays(1))));
    }

    @Test
    void holds_don_t_drain() {
        held(rate, CAPACITY, NOON.plusSeconds(300));

        assertEquals(
                new Taking.Full(new Level(0, CAPACITY)),
                store().take(charge(rate, 1), NOON.plusSeconds(200)));
    }

    @Test
    void what_is_settled_takes_the_place_of_what_was_held() {
        for (Bucket bucket : List.of(rate, standing)) {
            Hold first = held(bucket, 600, NOON.plusSeconds(60));
            Hold second = held(bucket, 500, NOON.plusSeconds(60));

            assertEquals(
                    Optional.of(new Level(200, 500)),
                    store().settle(bucket, Optional.of(first), 200, NOON));
            assertEquals(
                    Optional.of(new Level(900, 0)),
                    store().settle(bucket, Optional.of(second), 700, NOON));
        }
    }

    @Test
    void what_was_used_counts_from_when_it_is_settled() {
        Hold hold = held(rate, CAPACITY, NOON.plusSeconds(60));
        Instant later = NOON.plusSeconds(10);

        assertEquals(
                Optional.of(new Level(CAPACITY, 0)),
                store().settle(rate, Optional.of(hold), CAPACITY, later));
        assertInstanceOf(Taking.Full.class, store().take(charge(rate, 1), later));
    }

    @Test
    void more_may_be_settled_than_was_held() {
        for (Bucket bucket : List.of(rate, standing)) {
            Hold hold = held(bucket, CAPACITY, NOON.plusSeconds(60));

            store().settle(bucket, Optional.of(hold), CAPACITY + 5, NOON);

            assertEquals(
                    new Taking.Full(new Level(CAPACITY + 5, 0)),
                    store().take(charge(bucket, 1), NOON));
        }
    }

    @Test
    void use_without_a_hold_is_settled_in_a_bucket_that_nobody_has_seen() {
        for (Bucket bucket : List.of(rate, standing)) {
            assertEquals(
                    Optional.of(new Level(5, 0)),
                    store().settle(bucket, Optional.empty(), 5, NOON));
        }
    }

    @Test
    void the_holds_of_dead_sandboxes_are_dropped_a_minute_after_they_expire_at_the_latest() {
        for (Bucket bucket : List.of(rate, standing)) {
            Instant until = NOON.plusSeconds(90);
            held(bucket, CAPACITY, until);

            assertEquals(new Level(0, CAPACITY), level(bucket, until.minusNanos(1)));
            Instant dropped = until.plusSeconds(60);
            assertEquals(Level.EMPTY, level(bucket, dropped));
            assertEquals(new Level(CAPACITY, 0), charged(bucket, CAPACITY, dropped));
        }
    }

    @Test
    void a_hold_that_was_dropped_is_not_given_back_but_what_was_used_is_charged() {
        for (Bucket bucket : List.of(rate, standing)) {
            Hold dropped = held(bucket, CAPACITY, NOON.plusSeconds(60));
            Instant later = NOON.plusSeconds(180);
            Hold other =
                    assertInstanceOf(
                                    Taken.class,
                                    store().take(
                                                    hold(bucket, CAPACITY, later.plusSeconds(60)),
                                                    later))
                            .hold()
                            .orElseThrow();

            assertEquals(
                    Optional.of(new Level(300, CAPACITY)),
                    store().settle(bucket, Optional.of(dropped), 300, later));
            assertEquals(
                    Optional.of(new Level(300, 0)),
                    store().settle(bucket, Optional.of(other), 0, later));
        }
    }

    @Test
    void a_limit_that_only_warns_is_taken_beyond_its_capacity() {
        for (Bucket bucket : List.of(rate, standing)) {
            charged(bucket, CAPACITY, NOON);
            Take more = new Take(bucket, 7, CAPACITY, false, Optional.empty(), Priority.NORMAL);

            Taken taken = assertInstanceOf(Taken.class, store().take(more, NOON));

            assertEquals(new Level(CAPACITY + 7, 0), taken.level());
        }
    }

    @Test
    void a_charge_that_is_taken_back_leaves_room() {
        charged(rate, CAPACITY, NOON);

        store().refund(rate, 400, NOON.plusNanos(100));

        assertEquals(new Level(CAPACITY - 500, 0), level(rate, NOON.plusNanos(100)));
    }

    @Test
    void more_than_is_there_is_not_taken_back() {
        charged(rate, 500, NOON);

        store().refund(rate, 401, NOON.plusNanos(100));
        store().refund(standing, 1, NOON);

        assertEquals(new Level(400, 0), level(rate, NOON.plusNanos(100)));
        assertEquals(Level.EMPTY, level(standing, NOON));
    }

    @Test
    void while_somebody_more_urgent_waits_nobody_else_gets_room() {
        for (Bucket bucket : List.of(rate, standing)) {
            Instant until = NOON.plusMillis(500);
            charged(bucket, 1, NOON);

            store().await(bucket, Priority.NORMAL, until, NOON);
            store().await(bucket, Priority.NORMAL, until.minusMillis(100), NOON);

            assertInstanceOf(Taken.class, store().take(take(bucket, Priority.CRITICAL), NOON));
            assertInstanceOf(Taken.class, store().take(take(bucket, Priority.NORMAL), NOON));
            assertEquals(
                    until.toEpochMilli(),
                    assertInstanceOf(
                                    Taking.Behind.class,
                                    store().take(take(bucket, Priority.LOW), NOON))
                            .until()
                            .toEpochMilli());
            assertInstanceOf(Taken.class, store().take(take(bucket, Priority.LOW), until));
        }
    }

    @Test
    void one_may_wait_for_a_bucket_that_nobody_has_seen() {
        for (Bucket bucket : List.of(rate, standing)) {
            store().await(bucket, Priority.CRITICAL, NOON.plusMillis(500), NOON);

            assertInstanceOf(
                    Taking.Behind.class, store().take(take(bucket, Priority.NORMAL), NOON));
            assertEquals(
                    new Level(1, 0),
                    assertInstanceOf(
                                    Taken.class,
                                    store().take(take(bucket, Priority.CRITICAL), NOON))
                            .level());
        }
    }

    private static Take take(Bucket bucket, Priority priority) {
        return new Take(bucket, 1, CAPACITY, true, Optional.empty(), priority);
    }

    @Test
    void that_a_bucket_is_used_up_is_noted_once() {
        for (Bucket bucket : List.of(rate, standing)) {
            charged(bucket, 5, NOON);

            assertTrue(store().usedUp(bucket, NOON));
            assertFalse(store().usedUp(bucket, NOON.plusSeconds(1)));
            assertEquals(new Level(5, 0), level(bucket, NOON));
        }
    }

    @Test
    void levels_are_told_of_those_buckets_that_were_used() {
        charged(rate, 5, NOON);

        assertEquals(
                Map.of(rate.id(), new Level(5, 0)),
                store().levels(List.of(rate, standing, rate), NOON));
        assertEquals(Map.of(), store().levels(List.of(), NOON));
    }

    @Test
    void of_concurrent_takes_as_many_pass_as_fit() throws Exception {
        for (Bucket bucket : List.of(rate, standing)) {
            List<Callable<Taking>> takes = new ArrayList<>();
            for (int i = 0; i < 30; i++) {
                Take take =
                        i % 2 == 0
                                ? charge(bucket, CAPACITY / 10)
                                : hold(bucket, CAPACITY / 10, NOON.plusSeconds(60));
                takes.add(() -> store().take(take, NOON));
            }

            int passed = 0;
            try (ExecutorService threads = Executors.newFixedThreadPool(8)) {
                for (Future<Taking> take : threads.invokeAll(takes)) {
                    passed += take.get() instanceof Taken ? 1 : 0;
                }
            }

            assertEquals(10, passed);
            assertEquals(CAPACITY, level(bucket, NOON).total());
        }
    }

    /// Any order of takes, settlements, refunds, deaths and time, against arithmetic that anybody can check.
    @Test
    void any_history_leaves_what_arithmetic_says() {
        for (int seed = 0; seed < 8; seed++) {
            Random random = new Random(seed);
            new History(bucket(seed % 2 == 0), random).run(60);
        }
    }

    @Test
    void a_store_that_does_not_answer_is_unavailable() {
        LimitStore failing = failing();

        assertThrows(StoreUnavailable.class, () -> failing.take(charge(rate, 1), NOON));
        assertThrows(StoreUnavailable.class, () -> failing.settle(rate, Optional.empty(), 1, NOON));
        assertThrows(StoreUnavailable.class, () -> failing.refund(rate, 1, NOON));
        assertThrows(StoreUnavailable.class, () -> failing.usedUp(rate, NOON));
        assertThrows(
                StoreUnavailable.class,
                () -> failing.await(rate, Priority.NORMAL, NOON.plusSeconds(1), NOON));
        assertThrows(StoreUnavailable.class, () -> failing.levels(List.of(rate), NOON));
    }

    private final class History {
        private final Bucket bucket;
        private final Random random;
        private final List<Hold> alive = new ArrayList<>();
        private final List<Hold> underWay = new ArrayList<>();
        private Instant now = NOON;
        private long settled;

        History(Bucket bucket, Random random) {
            this.bucket = bucket;
            this.random = random;
        }

        void run(int steps) {
            for (int i = 0; i < steps; i++) {
                switch (random.nextInt(10)) {
                    case 0, 1, 2 -> take(Optional.empty());
                    case 3, 4, 5 -> take(Optional.of(now.plusSeconds(30 + random.nextInt(120))));
                    case 6, 7 -> settle();
                    case 8 -> refund();
                    default -> pass();
                }
                assertEquals(new Level(settled, sum()), level(bucket, now), "after step " + i);
            }
        }

        private void take(Optional<Instant> heldUntil) {
            long amount = random.nextLong(CAPACITY / 3);
            boolean fits = settled + sum() + amount <= CAPACITY;
            Taking taking =
                    store().take(
                                    new Take(
                                            bucket,
                                            amount,
                                            CAPACITY,
                                            true,
                                            heldUntil,
                                            Priority.NORMAL),
                                    now);

            assertEquals(fits, taking instanceof Taken);
            if (taking instanceof Taken(_, Optional<Hold> hold)) {
                if (hold.isPresent()) {
                    alive.add(hold.get());
                    underWay.add(hold.get());
                } else {
                    settled += amount;
                }
            }
        }

        private void settle() {
            if (!underWay.isEmpty()) {
                Hold hold = underWay.remove(random.nextInt(underWay.size()));
                long used = random.nextLong(hold.amount() + 1);
                alive.remove(hold);
                settled += used;
                store().settle(bucket, Optional.of(hold), used, now);
            }
        }

        private void refund() {
            long amount = random.nextLong(CAPACITY / 5);
            settled -= settled >= amount ? amount : 0;
            store().refund(bucket, amount, now);
        }

        private void pass() {
            long nanos =
                    random.nextBoolean()
                            ? random.nextLong(CAPACITY)
                            : random.nextLong(70) * CAPACITY;
            now = now.plusNanos(nanos);
            settled = bucket.drains() ? Math.max(0, settled - nanos) : settled;
            alive.removeIf(hold -> Hold.isOver(hold.slot(), now));
            assertTrue(settled >= 0);
        }

        private long sum() {
            return alive.stream().mapToLong(Hold::amount).sum();
        }
    }
}
