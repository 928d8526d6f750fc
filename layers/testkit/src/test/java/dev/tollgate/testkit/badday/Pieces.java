package dev.tollgate.testkit.badday;

import dev.tollgate.routing.Target;
import dev.tollgate.usage.Usage;
import java.time.Duration;

/// When the parts of one answer come, of which there are [#COUNT] of equal size, and how they end.
///
/// @param first until the first
/// @param gap between one and the next
/// @param sound how many come
record Pieces(Job job, Duration first, Duration gap, int sound, End end) {
    static final int COUNT = 6;

    private static final double FIRST_MILLIS = 350;
    private static final double TOKEN_MILLIS = 8;
    private static final double TOKEN_MILLIS_SMALL = 3;

    enum End {
        COMPLETE,
        CUT,
        STALLED
    }

    static Pieces of(Job job, Target target, Weather weather) {
        return switch (weather) {
            case Weather.Slow(double times) -> of(job, target, times, COUNT, End.COMPLETE);
            case Weather.Cut(int pieces) -> of(job, target, 1, pieces, End.CUT);
            case Weather.Stalled(int pieces) -> of(job, target, 1, pieces, End.STALLED);
            case Weather.Refusing _, Weather.Silent _, Weather.Reset _ ->
                    throw new IllegalArgumentException(weather + " has no pieces");
        };
    }

    private static Pieces of(Job job, Target target, double times, int sound, End end) {
        double token = Market.isSmall(target) ? TOKEN_MILLIS_SMALL : TOKEN_MILLIS;
        double slowness = job.pace() * times;
        return new Pieces(
                job,
                millis(FIRST_MILLIS * slowness),
                millis(token * job.usage().output() / COUNT * slowness),
                sound,
                end);
    }

    private static Duration millis(double millis) {
        return Duration.ofNanos((long) (millis * 1e6));
    }

    /// How many have been made by then.
    int before(Duration time) {
        if (time.compareTo(first) < 0) {
            return 0;
        }
        return (int) Math.min(sound, 1 + time.minus(first).dividedBy(gap));
    }

    /// What has been used when so many have been made.
    Usage usage(int made) {
        return Usage.of(job.usage().input(), job.usage().output() * made / COUNT);
    }
}
