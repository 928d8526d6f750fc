package dev.tollgate.provider.transport;

import java.time.Duration;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/// Breaks exchanges that have used up their time. One thread for all of them.
final class Watchdog implements AutoCloseable {
    private final ScheduledThreadPoolExecutor timer =
            new ScheduledThreadPoolExecutor(
                    1, Thread.ofPlatform().daemon().name("transport-watchdog").factory());

    Watchdog() {
        timer.setRemoveOnCancelPolicy(true);
    }

    /// Starts to watch an exchange.
    ///
    /// @param limit its time until [Watch#expireAfter] gives it more
    /// @param lifetime its time in all
    Watch watch(Runnable breakUp, Duration limit, Duration lifetime) {
        Watch watch = new Watch(breakUp, System.nanoTime() + lifetime.toNanos());
        watch.expireAfter(limit);
        return watch;
    }

    @Override
    public void close() {
        timer.shutdownNow();
    }

    /// The time of one exchange. To move its end later is a write of one field: the timer looks at it when it fires.
    final class Watch {
        private final Runnable breakUp;
        private final long end;
        private volatile long expiresAt;
        private volatile boolean expired;
        private long firesAt;
        private @Nullable Future<?> timeout;
        private boolean settled;

        private Watch(Runnable breakUp, long end) {
            this.breakUp = breakUp;
            this.end = end;
        }

        void expireAfter(Duration limit) {
            long now = System.nanoTime();
            expiresAt = now + Math.min(limit.toNanos(), end - now);
            synchronized (this) {
                if (!settled && (timeout == null || expiresAt - firesAt < 0)) {
                    schedule();
                }
            }
        }

        boolean expired() {
            return expired;
        }

        /// Ends the watch and lets go of the exchange.
        synchronized void settle() {
            settled = true;
            cancel();
        }

        private void schedule() {
            cancel();
            firesAt = expiresAt;
            timeout = timer.schedule(this::fire, firesAt - System.nanoTime(), TimeUnit.NANOSECONDS);
        }

        private void cancel() {
            if (timeout != null) {
                timeout.cancel(false);
            }
        }

        private void fire() {
            synchronized (this) {
                if (settled) {
                    return;
                }
                if (expiresAt - System.nanoTime() > 0) {
                    schedule();
                    return;
                }
                expired = true;
            }
            breakUp.run();
        }
    }
}
