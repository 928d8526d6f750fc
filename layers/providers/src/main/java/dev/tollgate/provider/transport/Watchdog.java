package dev.tollgate.provider.transport;

import java.time.Duration;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;

/// Breaks exchanges that have used up their time. One thread for all of them.
final class Watchdog implements AutoCloseable {
    private final ScheduledThreadPoolExecutor timer =
            new ScheduledThreadPoolExecutor(
                    1, Thread.ofPlatform().daemon().name("transport-watchdog").factory());

    Watchdog() {
        timer.setRemoveOnCancelPolicy(true);
    }

    Watch watch(Runnable breakUp, Duration limit) {
        Watch watch = new Watch(breakUp);
        watch.expireAfter(limit);
        return watch;
    }

    @Override
    public void close() {
        timer.shutdownNow();
    }

    /// The time of one exchange. Moving its end later is a write of one field: the timer looks at it only when it fires.
    final class Watch {
        private static final long SETTLED = Long.MAX_VALUE;

        private final Runnable breakUp;
        private volatile long expiresAt = SETTLED;
        private volatile boolean expired;
        private long firesAt = SETTLED;

        private Watch(Runnable breakUp) {
            this.breakUp = breakUp;
        }

        void expireAfter(Duration limit) {
            long end = System.nanoTime() + limit.toNanos();
            expiresAt = end;
            synchronized (this) {
                if (firesAt == SETTLED || end - firesAt < 0) {
                    schedule(end);
                }
            }
        }

        boolean expired() {
            return expired;
        }

        void settle() {
            expiresAt = SETTLED;
        }

        private void schedule(long end) {
            firesAt = end;
            var _ = timer.schedule(() -> fire(end), end - System.nanoTime(), TimeUnit.NANOSECONDS);
        }

        private void fire(long scheduledFor) {
            synchronized (this) {
                if (firesAt != scheduledFor || expiresAt == SETTLED) {
                    return;
                }
                if (expiresAt - System.nanoTime() > 0) {
                    schedule(expiresAt);
                    return;
                }
                firesAt = SETTLED;
            }
            expired = true;
            breakUp.run();
        }
    }
}
