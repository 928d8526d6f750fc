package dev.tollgate.config;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.random.RandomGenerator;

/// Time and chance, as one argument.
public record Timing(Clock clock, Sleeper sleeper, RandomGenerator random) {

    public Instant now() {
        return clock.instant();
    }

    public Duration since(Instant start) {
        return Duration.between(start, now());
    }

    /// Waits. The one place where the domain can be delayed.
    @FunctionalInterface
    public interface Sleeper {
        void sleep(Duration time) throws InterruptedException;
    }
}
