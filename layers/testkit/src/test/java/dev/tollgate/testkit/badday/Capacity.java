package dev.tollgate.testkit.badday;

import dev.tollgate.routing.Quota;
import java.time.Duration;
import java.util.Optional;

/// A provider's own rate limit: a bucket that fills steadily. Requests that it refuses count as well, as with the large providers: who keeps asking
/// keeps being refused.
final class Capacity {
    /// How far below empty refused requests can drive the bucket, as a share of its size.
    private static final double DEBT = 0.5;

    private final double perSecond;
    private final double size;
    private double level;
    private Duration filledAt = Duration.ZERO;

    Capacity(double perSecond, double size) {
        this.perSecond = perSecond;
        this.size = size;
        this.level = size;
    }

    /// What is left, as answers tell it.
    Quota quota() {
        return new Quota(
                "requests",
                (long) size,
                (long) Math.max(0, level),
                Duration.ofMillis((long) ((size - level) / perSecond * 1e3)));
    }

    /// Takes one request.
    ///
    /// @return how long to wait if there is no room; empty if there is
    Optional<Duration> take(Duration now) {
        double seconds = now.minus(filledAt).toNanos() / 1e9;
        level = Math.min(size, level + seconds * perSecond);
        filledAt = now;
        if (level >= 1) {
            level -= 1;
            return Optional.empty();
        }
        level = Math.max(-DEBT * size, level - 0.5);
        return Optional.of(Duration.ofMillis((long) Math.ceil((1 - level) / perSecond * 1e3)));
    }
}
