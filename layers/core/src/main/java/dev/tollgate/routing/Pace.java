package dev.tollgate.routing;

import dev.tollgate.config.Timing;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// What providers say of their own limits on us, and how slow we go for it, so that they need not refuse us.
///
/// While a target has less than [#SHARE] of a quota left, its calls are spread: at the rate at which the quota has fallen from one of our calls to
/// the next (other sandboxes' calls fall into that, too), what is left must last until it is whole again. No call waits longer than [#MAX_DELAY] for it.
/// With nothing left, the target is left alone like one that asked us to wait.
public final class Pace implements QuotaObserver {
    static final double SHARE = 0.1;
    static final Duration MAX_DELAY = Duration.ofSeconds(2);

    /// With nothing left, it is asked again after this at the latest: most quotas fill up evenly, and "reset" says when they are full.
    static final Duration MAX_COOLDOWN = Duration.ofSeconds(10);

    /// The quotas of one target that are told apart, as many as one reply may tell of. The one that was not told of for the longest is forgotten.
    static final int MAX_QUOTAS = 16;

    /// The newest fall counts for as much as all before it.
    private static final double SMOOTHING = 0.5;

    private final Timing timing;
    private final Optional<Breakers> breakers;
    private final PerTarget<Meter> meters = new PerTarget<>(Meter::new);

    /// @param breakers which targets that have nothing left are left alone by; empty: nobody does
    public Pace(Timing timing, Optional<Breakers> breakers) {
        this.timing = timing;
        this.breakers = breakers;
    }

    @Override
    public void observed(Target target, Quota quota) {
        meters.of(target).observed(quota, timing.now());
        if (quota.remaining() <= 0 && quota.resetsIn().isPositive()) {
            Duration time =
                    quota.resetsIn().compareTo(MAX_COOLDOWN) < 0 ? quota.resetsIn() : MAX_COOLDOWN;
            breakers.ifPresent(it -> it.cool(target, time));
        }
    }

    /// How long the next call would have to wait.
    Duration delay(Target target) {
        return meters.of(target).delay(timing.now(), false);
    }

    /// How long this call has to wait, and the next after it.
    Duration take(Target target) {
        return meters.of(target).delay(timing.now(), true);
    }

    private static final class Meter {
        private final Map<String, Level> levels =
                new LinkedHashMap<>(16, 0.75f, true) {
                    private static final long serialVersionUID = 1L;

                    @Override
                    protected boolean removeEldestEntry(Map.Entry<String, Level> eldest) {
                        return size() > MAX_QUOTAS;
                    }
                };
        private Instant last = Instant.EPOCH;

        synchronized void observed(Quota quota, Instant now) {
            levels.compute(quota.name(), (_, before) -> Level.after(before, quota, now));
        }

        synchronized Duration delay(Instant now, boolean takes) {
            Duration apart =
                    levels.values().stream()
                            .map(level -> level.apart(now))
                            .max(Duration::compareTo)
                            .orElse(Duration.ZERO);
            Duration wait = Duration.between(now, last.plus(apart));
            wait = wait.isNegative() ? Duration.ZERO : wait;
            wait = wait.compareTo(MAX_DELAY) < 0 ? wait : MAX_DELAY;
            last = takes ? now.plus(wait) : last;
            return wait;
        }
    }

    /// One quota, as it was last heard of.
    ///
    /// @param fall what one call of ours takes of it
    private record Level(Quota quota, Instant at, double fall) {
        static Level after(@Nullable Level before, Quota quota, Instant now) {
            if (before == null) {
                return new Level(quota, now, 0);
            }
            long fell = Math.max(0, before.quota.remaining() - quota.remaining());
            return new Level(quota, now, SMOOTHING * fell + (1 - SMOOTHING) * before.fall);
        }

        /// The time between two calls that makes the rest last.
        Duration apart(Instant now) {
            Duration left = quota.resetsIn().minus(Duration.between(at, now));
            if (quota.remaining() >= SHARE * quota.limit() || !left.isPositive()) {
                return Duration.ZERO;
            }
            double calls = Math.max(1, quota.remaining()) / fall;
            double millis = Math.min(left.toMillis() / calls, (double) MAX_DELAY.toMillis());
            return Duration.ofMillis((long) millis);
        }
    }
}
