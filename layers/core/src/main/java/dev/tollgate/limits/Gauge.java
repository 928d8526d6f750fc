package dev.tollgate.limits;

import dev.tollgate.limits.Limit.Measure;
import java.math.BigInteger;

/// A measure in the units of its bucket.
///
/// Rates are rounded up: a call weighs up to a nanosecond too much, never too little.
record Gauge(Measure measure) {
    private static final long MINUTE = 60_000_000_000L;

    /// No call weighs more than this, a day of draining or a million USD: sums of many calls stay within 64 bits.
    private static final long HEAVIEST_RATE = 86_400_000_000_000L;

    private static final long HEAVIEST = 1_000_000_000_000_000L;

    boolean drains() {
        return switch (measure) {
            case Measure.RequestsPerMinute _, Measure.TokensPerMinute _ -> true;
            case Measure.Concurrent _, Measure.Budget _ -> false;
        };
    }

    /// Whether a call takes it by estimate, and settles with the truth. Requests are what they are at once.
    boolean settles() {
        return !(measure instanceof Measure.RequestsPerMinute);
    }

    /// In the units that people count in: requests, tokens, calls, nano-USD.
    long max() {
        return switch (measure) {
            case Measure.RequestsPerMinute(long max) -> max;
            case Measure.TokensPerMinute(long max) -> max;
            case Measure.Concurrent(long max) -> max;
            case Measure.Budget(long nanoUsd, _) -> nanoUsd;
        };
    }

    /// A full minute, so that a burst of all that a minute allows fits.
    long capacity() {
        return switch (measure) {
            case Measure.RequestsPerMinute(long max) -> max <= 0 ? 0 : max * request();
            case Measure.TokensPerMinute(long max) -> max <= 0 ? 0 : MINUTE;
            case Measure.Concurrent(long max) -> max;
            case Measure.Budget(long nanoUsd, _) -> nanoUsd;
        };
    }

    /// What a call takes before it is sent.
    long estimate(Need need) {
        return switch (measure) {
            case Measure.RequestsPerMinute _ -> request();
            case Measure.Concurrent _ -> 1;
            case Measure.TokensPerMinute _, Measure.Budget _ -> used(need);
        };
    }

    /// What it has used once it is over. A concurrent call leaves nothing behind.
    long used(Need need) {
        return switch (measure) {
            case Measure.RequestsPerMinute _, Measure.Concurrent _ -> 0;
            case Measure.TokensPerMinute(long max) ->
                    max <= 0
                            ? Math.min(need.tokens(), HEAVIEST_RATE)
                            : scaled(need.tokens(), MINUTE, max, max - 1, HEAVIEST_RATE);
            case Measure.Budget _ -> Math.min(need.nanoUsd(), HEAVIEST);
        };
    }

    /// So many units of the bucket, as people count.
    long counted(long units) {
        return switch (measure) {
            case Measure.RequestsPerMinute _ -> units / request();
            case Measure.TokensPerMinute(long max) -> scaled(units, max, MINUTE, 0, Long.MAX_VALUE);
            case Measure.Concurrent _, Measure.Budget _ -> units;
        };
    }

    private long request() {
        return max() <= 0 ? 1 : Math.ceilDiv(MINUTE, max());
    }

    /// `(amount * factor + extra) / divisor`, exactly, and no more than the ceiling.
    private static long scaled(long amount, long factor, long divisor, long extra, long ceiling) {
        return BigInteger.valueOf(amount)
                .multiply(BigInteger.valueOf(factor))
                .add(BigInteger.valueOf(extra))
                .divide(BigInteger.valueOf(divisor))
                .min(BigInteger.valueOf(ceiling))
                .longValue();
    }
}
