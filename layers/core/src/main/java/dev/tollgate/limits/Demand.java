package dev.tollgate.limits;

import dev.tollgate.limits.Limit.Exceeded;
import dev.tollgate.limits.Limit.Measure;
import dev.tollgate.limits.LimitStore.Take;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/// What one call wants of one bucket.
///
/// @param whose the values that the limit is counted apart for, for people
/// @param amount in the bucket's units; zero is not asked for
record Demand(
        Limit limit, Gauge gauge, Bucket bucket, String whose, long amount, Priority priority) {

    boolean enforced() {
        return !(limit.exceeded() instanceof Exceeded.Warn);
    }

    /// Up to where calls of this priority may fill the bucket.
    long ceiling() {
        if (priority != Priority.LOW) {
            return gauge.capacity();
        }
        BigDecimal share = BigDecimal.ONE.subtract(BigDecimal.valueOf(limit.lowHeadroom()));
        return BigDecimal.valueOf(gauge.capacity())
                .multiply(share)
                .setScale(0, RoundingMode.FLOOR)
                .longValue();
    }

    boolean isTooLarge() {
        return amount > ceiling();
    }

    Take take(Instant heldUntil) {
        return new Take(
                bucket,
                amount,
                ceiling(),
                enforced(),
                gauge.settles() ? Optional.of(heldUntil) : Optional.empty(),
                priority);
    }

    /// How the limit stands at this level of its bucket.
    Standing standing(Level level, Instant now, boolean fits) {
        return new Standing(
                limit,
                whose,
                gauge.max(),
                gauge.counted(Math.max(0, ceiling() - level.total())),
                resetsIn(level, now),
                fits,
                level);
    }

    private Duration resetsIn(Level level, Instant now) {
        return switch (gauge.measure()) {
            case Measure.RequestsPerMinute _, Measure.TokensPerMinute _ ->
                    Duration.ofNanos(level.total());
            case Measure.Concurrent _ -> Duration.ZERO;
            case Measure.Budget(_, Limit.Period per) -> Duration.between(now, per.end(now));
        };
    }
}
