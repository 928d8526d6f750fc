package dev.tollgate.routing;

import dev.tollgate.config.Timing;
import java.time.Duration;

/// Keeps retries from becoming a storm: of one target, at most [#SHARE] of the calls of the last [#WINDOW], and [#RESERVE] more. Counted in this sandbox.
///
/// Each target has its own, so that a sick one can't use up what the others are to be retried with.
public final class RetryBudget {
    static final double SHARE = 0.2;

    /// So that a target with few calls is retried at all.
    static final int RESERVE = 10;

    static final Duration WINDOW = Duration.ofSeconds(10);

    private static final int SLICES = 10;
    private static final long SLICE_MILLIS = WINDOW.toMillis() / SLICES;

    private final Timing timing;
    private final PerTarget<Account> accounts = new PerTarget<>(Account::new);

    public RetryBudget(Timing timing) {
        this.timing = timing;
    }

    /// A call has been sent for the first time.
    void called(Target target) {
        accounts.of(target).called(slice());
    }

    /// Whether a call may be sent once more; then that is counted.
    boolean takes(Target target) {
        return accounts.of(target).takes(slice());
    }

    private long slice() {
        return Math.floorDiv(timing.now().toEpochMilli(), SLICE_MILLIS);
    }

    /// A ring of the newest slices.
    private static final class Account {
        private final long[] slices = new long[SLICES];
        private final int[] calls = new int[SLICES];
        private final int[] retries = new int[SLICES];

        synchronized void called(long slice) {
            calls[at(slice)]++;
        }

        synchronized boolean takes(long slice) {
            int here = at(slice);
            long called = 0;
            long retried = 0;
            for (int i = 0; i < SLICES; i++) {
                if (slice - slices[i] < SLICES) {
                    called += calls[i];
                    retried += retries[i];
                }
            }
            boolean room = retried + 1 <= RESERVE + SHARE * called;
            retries[here] += room ? 1 : 0;
            return room;
        }

        private int at(long slice) {
            int i = Math.floorMod(slice, SLICES);
            if (slices[i] != slice) {
                slices[i] = slice;
                calls[i] = 0;
                retries[i] = 0;
            }
            return i;
        }
    }
}
