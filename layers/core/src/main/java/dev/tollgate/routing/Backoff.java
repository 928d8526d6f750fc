package dev.tollgate.routing;

import java.time.Duration;
import java.util.random.RandomGenerator;

/// Full-jitter exponential backoff: before retry `n` (from 0) any time up to `min(max, base * 2^n)`, each equally likely.
///
/// Source: "Exponential Backoff And Jitter", AWS Architecture Blog.
public record Backoff(Duration base, Duration max) {
    public static final Backoff DEFAULT =
            new Backoff(Duration.ofMillis(500), Duration.ofSeconds(8));

    private static final int MAX_DOUBLINGS = 20;

    public Backoff {
        if (base.isNegative() || base.isZero() || base.compareTo(max) > 0) {
            throw new IllegalArgumentException(
                    "need 0 < base <= max, got base " + base + ", max " + max);
        }
    }

    Duration before(int retry, RandomGenerator random) {
        long ceiling = Math.min(max.toMillis(), base.toMillis() << Math.min(retry, MAX_DOUBLINGS));
        return Duration.ofMillis(random.nextLong(ceiling + 1));
    }
}
