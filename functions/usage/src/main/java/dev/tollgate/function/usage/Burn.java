package dev.tollgate.function.usage;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.tollgate.http.Json;
import dev.tollgate.limits.Limit.Measure;
import dev.tollgate.usage.Money;
import java.math.BigInteger;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Optional;

/// How fast a budget is used in its period, and where that leads if it goes on so.
///
/// @param nanoUsdPerDay 1e-9 USD; the mean since the period began
/// @param projectedNanoUsd what will be used when the period ends
/// @param exhaustedAt when nothing will be left; empty if that is not before the period ends
record Burn(long nanoUsdPerDay, long projectedNanoUsd, Optional<Instant> exhaustedAt) {
    /// A period that is younger says nothing of its end: it is taken to be this old.
    static final Duration MIN_ELAPSED = Duration.ofHours(1);

    private static final Duration DAY = Duration.ofDays(1);

    /// @param used 1e-9 USD, since the period began
    static Burn of(Measure.Budget budget, long used, Instant now) {
        Instant begin = budget.per().firstDay(now).atStartOfDay(ZoneOffset.UTC).toInstant();
        Instant end = budget.per().end(now);
        Duration since = Duration.between(begin, now);
        Duration elapsed = since.compareTo(MIN_ELAPSED) < 0 ? MIN_ELAPSED : since;
        long more = scaled(used, Duration.between(now, end), elapsed);
        return new Burn(
                scaled(used, DAY, elapsed),
                Math.addExact(used, more),
                exhausted(budget.nanoUsd(), used, elapsed, now).filter(at -> at.isBefore(end)));
    }

    private static Optional<Instant> exhausted(long max, long used, Duration elapsed, Instant now) {
        if (used >= max) {
            return Optional.of(now);
        }
        if (used == 0) {
            return Optional.empty();
        }
        BigInteger seconds =
                BigInteger.valueOf(max - used)
                        .multiply(BigInteger.valueOf(elapsed.toSeconds()))
                        .divide(BigInteger.valueOf(used));
        boolean soon = seconds.bitLength() < Integer.SIZE; // within a century
        return soon ? Optional.of(now.plusSeconds(seconds.longValue())) : Optional.empty();
    }

    /// `amount * of / per`, rounded down.
    private static long scaled(long amount, Duration of, Duration per) {
        return BigInteger.valueOf(amount)
                .multiply(BigInteger.valueOf(of.toSeconds()))
                .divide(BigInteger.valueOf(per.toSeconds()))
                .longValueExact();
    }

    ObjectNode json() {
        return Json.object()
                .put("usd_per_day", Money.usd(nanoUsdPerDay))
                .put("projected_usd", Money.usd(projectedNanoUsd))
                .put("exhausted_at", exhaustedAt.map(Instant::toString).orElse(null));
    }
}
