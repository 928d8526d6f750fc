package dev.tollgate.limits;

import java.time.Duration;
import java.time.Instant;

/// When a full bucket has room for a call.
///
/// @param soonest not before this has passed, even if all holds were given back unused
/// @param surely then at the latest, if nobody else comes: if every hold stayed
record Room(Duration soonest, Duration surely) {
    /// Longer than any call waits.
    static final Duration NEVER = Duration.ofDays(366);

    /// What a caller is told where nobody can know: a call may end at any time.
    private static final Duration SOME_TIME = Duration.ofSeconds(1);

    static Room of(Demand demand, Level level) {
        long over = level.settled() + demand.amount() - demand.ceiling();
        if (!demand.bucket().drains()) {
            return new Room(
                    over > 0 ? NEVER : Duration.ZERO,
                    over + level.held() > 0 ? NEVER : Duration.ZERO);
        }
        return new Room(
                Duration.ofNanos(Math.max(0, over)),
                level.held() + demand.amount() > demand.ceiling()
                        ? NEVER
                        : Duration.ofNanos(Math.max(0, over + level.held())));
    }

    /// When to come again.
    Duration retryAfter(Demand demand, Instant now) {
        if (demand.gauge().measure() instanceof Limit.Measure.Budget(_, Limit.Period per)
                && soonest.equals(NEVER)) {
            return Duration.between(now, per.end(now));
        }
        if (!surely.equals(NEVER)) {
            return surely;
        }
        return soonest.compareTo(SOME_TIME) > 0 ? soonest : SOME_TIME;
    }
}
