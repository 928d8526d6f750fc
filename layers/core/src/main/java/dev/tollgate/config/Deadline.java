package dev.tollgate.config;

import java.time.Duration;
import java.time.Instant;

/// The instant by which something must be done.
public record Deadline(Instant at) {

    public static Deadline in(Duration time, Instant now) {
        return new Deadline(now.plus(time));
    }

    /// The time left, zero once it has passed.
    public Duration remaining(Instant now) {
        Duration left = Duration.between(now, at);
        return left.isNegative() ? Duration.ZERO : left;
    }

    public Deadline orEarlier(Deadline other) {
        return other.at.isBefore(at) ? other : this;
    }

    public boolean hasPassed(Instant now) {
        return !now.isBefore(at);
    }
}
