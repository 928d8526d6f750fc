package dev.tollgate.testkit.pipeline;

import dev.tollgate.config.Bounds;
import dev.tollgate.config.Timing;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.Random;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;

/// A clock that moves when somebody sleeps by it, at once, and when it is told to. Pulses of streams never come: they would drive it on.
final class Hours extends Clock {
    static final Instant START = Instant.parse("2026-11-23T12:00:00Z");

    private final AtomicReference<Instant> now = new AtomicReference<>(START);

    Timing timing() {
        return new Timing(this, this::sleep, new Random(1));
    }

    /// Time as it passes for those who test, for what has to happen at the same time.
    static Timing real() {
        return new Timing(
                Clock.systemUTC(),
                time -> {
                    boolean over =
                            new CountDownLatch(1).await(time.toNanos(), TimeUnit.NANOSECONDS);
                    assert !over;
                },
                new Random(1));
    }

    void pass(Duration time) {
        now.updateAndGet(it -> it.plus(time));
    }

    Duration elapsed() {
        return Duration.between(START, instant());
    }

    private void sleep(Duration time) throws InterruptedException {
        if (time.compareTo(Bounds.KEEP_ALIVE) >= 0) {
            new CountDownLatch(1).await();
        }
        pass(time);
    }

    @Override
    public Instant instant() {
        return now.get();
    }

    @Override
    public ZoneId getZone() {
        return ZoneOffset.UTC;
    }

    @Override
    public Clock withZone(ZoneId zone) {
        return this;
    }
}
