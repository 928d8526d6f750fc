package dev.tollgate.function.local;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.tollgate.config.StoreUnavailable;
import dev.tollgate.config.Timing;
import dev.tollgate.rollup.Counting;
import dev.tollgate.rollup.Dimension;
import dev.tollgate.rollup.Measure;
import dev.tollgate.rollup.Rollups;
import dev.tollgate.rollup.Sums;
import dev.tollgate.telemetry.Telemetry;
import dev.tollgate.testkit.store.Arbitrary;
import dev.tollgate.testkit.store.InMemoryLedger;
import dev.tollgate.testkit.store.InMemoryRollupStore;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
final class PumpTest {
    private static final Instant NOON = Instant.parse("2026-11-23T12:00:00Z");
    private static final Duration LONG = Duration.ofSeconds(50);

    private final Timing timing =
            new Timing(
                    Clock.fixed(NOON, ZoneOffset.UTC),
                    _ -> new CountDownLatch(1).await(),
                    () -> 1L);
    private final InMemoryRollupStore rollups = new InMemoryRollupStore();
    private final InMemoryLedger ledger = new InMemoryLedger();
    private final Arbitrary arbitrary = new Arbitrary(1);

    @Test
    void what_was_written_is_folded_once_the_pump_has_caught_up() throws Exception {
        ChangeQueue changes = new ChangeQueue(counting());
        ledger.onChange(changes::add);
        try (Pump pump = pump(changes)) {
            for (int i = 1; i <= 50; i++) {
                ledger.open(arbitrary.pending("growth", NOON));

                pump.catchUp(LONG);

                assertEquals(i, calls());
            }
        }
    }

    @Test
    void more_than_a_batch_is_caught_up_with() throws Exception {
        ChangeQueue changes = new ChangeQueue(counting());
        ledger.onChange(changes::add);
        for (int i = 0; i < 3_500; i++) {
            ledger.open(arbitrary.pending("growth", NOON));
        }
        try (Pump pump = pump(changes)) {
            pump.catchUp(LONG);

            assertEquals(3_500, calls());
        }
    }

    @Test
    void a_store_that_fails_for_a_while_loses_nothing() throws Exception {
        ChangeQueue changes = new ChangeQueue(counting());
        ledger.onChange(changes::add);
        rollups.failing(true);
        CountDownLatch failed = new CountDownLatch(1);
        ChangeSource told =
                () -> {
                    try {
                        return changes.round();
                    } catch (StoreUnavailable e) {
                        failed.countDown();
                        throw e;
                    }
                };
        ledger.open(arbitrary.pending("growth", NOON));
        try (Pump pump = pump(told)) {
            failed.await();
            rollups.failing(false);
            pump.catchUp(LONG);
        }

        assertEquals(1, calls());
    }

    @Test
    void a_round_that_was_under_way_is_not_enough() throws Exception {
        AtomicInteger rounds = new AtomicInteger();
        CountDownLatch under = new CountDownLatch(1);
        CountDownLatch on = new CountDownLatch(1);
        ChangeSource source =
                () -> {
                    if (rounds.incrementAndGet() == 1) {
                        under.countDown();
                        try {
                            on.await();
                        } catch (InterruptedException e) {
                            Thread.currentThread().interrupt();
                        }
                    }
                    return false;
                };
        try (Pump pump = pump(source)) {
            under.await();
            Thread waiting = Thread.ofVirtual().start(() -> catchUp(pump));
            while (waiting.getState() != Thread.State.TIMED_WAITING) {
                Thread.onSpinWait();
            }
            on.countDown();
            waiting.join();
        }

        assertTrue(rounds.get() >= 2);
    }

    @Test
    void it_waits_no_longer_than_it_is_told() throws Exception {
        try (Pump pump = pump(() -> true)) {
            pump.catchUp(Duration.ofMillis(1));
        }
    }

    private static void catchUp(Pump pump) {
        try {
            pump.catchUp(LONG);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private Counting counting() {
        return dev.tollgate.function.usage.Wiring.counting(rollups, timing, Telemetry.silent());
    }

    private Pump pump(ChangeSource source) {
        return Pump.start(
                source,
                dev.tollgate.function.usage.Wiring.upkeep(
                        rollups, ledger, timing, Telemetry.silent()),
                timing,
                Telemetry.silent());
    }

    private long calls() {
        Set<Dimension> all = Set.of();
        return new Rollups(rollups)
                .read("growth", NOON, NOON.plusSeconds(3_600), all).stream()
                        .map(Sums.Row::figures)
                        .mapToLong(figures -> figures.of(Measure.CALLS))
                        .sum();
    }
}
