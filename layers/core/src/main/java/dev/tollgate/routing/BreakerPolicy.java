package dev.tollgate.routing;

import java.time.Duration;

/// When a target is left alone, and for how long.
///
/// @param minCalls as many calls at least must have been seen, in the current and the last window, before their failures mean anything
/// @param failureRate the share of them that has to fail
/// @param afterFailures for how long a target that failed too often is left alone
/// @param afterRefusal for how long one that refuses our key, or says that we have used up what we paid for, is left alone: at once, for no call would fare better
/// @param maxCooldown the longest that a target is left alone because it asked for it
/// @param refresh how old what other sandboxes have seen may be, while calls come
/// @param lease how long a probe is one sandbox's own: if it dies, another may probe after that
public record BreakerPolicy(
        int minCalls,
        double failureRate,
        Growing afterFailures,
        Growing afterRefusal,
        Duration maxCooldown,
        Duration refresh,
        Duration lease) {

    /// A target that is well again is asked at most 15 s later, 25 s if the first sandbox that would have asked it has died.
    public static final BreakerPolicy DEFAULT =
            new BreakerPolicy(
                    10,
                    0.5,
                    new Growing(Duration.ofSeconds(5), Duration.ofSeconds(15)),
                    new Growing(Duration.ofSeconds(15), Duration.ofSeconds(60)),
                    Duration.ofSeconds(60),
                    Duration.ofSeconds(3),
                    Duration.ofSeconds(10));

    public BreakerPolicy {
        if (minCalls < 1 || failureRate <= 0 || failureRate > 1) {
            throw new IllegalArgumentException(
                    "need minCalls >= 1 and 0 < failureRate <= 1, got "
                            + minCalls
                            + " and "
                            + failureRate);
        }
        if (maxCooldown.compareTo(BreakerStore.LONGEST) > 0
                || afterFailures.longest.compareTo(BreakerStore.LONGEST) > 0
                || afterRefusal.longest.compareTo(BreakerStore.LONGEST) > 0) {
            throw new IllegalArgumentException("no opening may last over " + BreakerStore.LONGEST);
        }
    }

    boolean tooMany(BreakerStore.Counts counts) {
        return counts.calls() >= minCalls && counts.failures() >= failureRate * counts.calls();
    }

    Duration pause(Failure.Kind cause, int streak) {
        return switch (cause) {
            case AUTH, QUOTA -> afterRefusal.of(streak);
            case RATE_LIMITED,
                    OVERLOADED,
                    SERVER_ERROR,
                    TIMEOUT,
                    CONTEXT_LENGTH,
                    CONTENT_POLICY,
                    NOT_FOUND,
                    BAD_REQUEST ->
                    afterFailures.of(streak);
        };
    }

    /// The longest that an opening can be meant to last.
    Duration longest(BreakerStore.Opening opening) {
        return opening.isCooldown() ? maxCooldown : pause(opening.cause(), Integer.MAX_VALUE);
    }

    /// A time that doubles from one opening to the next.
    public record Growing(Duration first, Duration longest) {
        private static final int MAX_DOUBLINGS = 20;

        public Growing {
            if (first.isNegative() || first.isZero() || first.compareTo(longest) > 0) {
                throw new IllegalArgumentException(
                        "need 0 < first <= longest, got first " + first + ", longest " + longest);
            }
        }

        Duration of(int streak) {
            Duration doubled = first.multipliedBy(1L << Math.min(streak - 1, MAX_DOUBLINGS));
            return doubled.compareTo(longest) < 0 ? doubled : longest;
        }
    }
}
