package dev.tollgate.function.local;

import dev.tollgate.config.StoreUnavailable;
import dev.tollgate.config.Timing;
import dev.tollgate.rollup.RollupObserver;
import dev.tollgate.rollup.Upkeep;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;

/// Keeps the roll-ups up with the ledger, on two threads: one folds its changes, one looks after what is folded.
///
/// What does not work is told of and tried again.
final class Pump implements AutoCloseable {
    /// How long it waits when there is nothing to fold, or when folding did not work.
    static final Duration IDLE = Duration.ofMillis(200);

    static final Duration AFTER_FAILURE = Duration.ofSeconds(1);

    /// How long what it is at may take to end.
    private static final Duration LAST_ROUND = Duration.ofSeconds(5);

    /// How often roll-ups are kept in order.
    static final Duration UPKEEP = Duration.ofMinutes(1);

    private final ChangeSource source;
    private final RollupObserver observer;
    private final List<Thread> threads = new ArrayList<>();
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition changed = lock.newCondition();

    /// Rounds that have begun, and of the last one that found nothing its number.
    private long begun;

    private long idle;

    private volatile boolean closed;

    /// Somebody waits for a round.
    private boolean wanted;

    private Pump(ChangeSource source, RollupObserver observer) {
        this.source = source;
        this.observer = observer;
    }

    /// One whose threads run until it is closed.
    static Pump start(ChangeSource source, Upkeep upkeep, Timing timing, RollupObserver observer) {
        Pump pump = new Pump(source, observer);
        pump.threads.add(Thread.ofVirtual().name("fold").start(pump::fold));
        pump.threads.add(Thread.ofVirtual().name("upkeep").start(() -> pump.keep(upkeep, timing)));
        return pump;
    }

    /// Waits until all that was written to the ledger before is folded, or for so long.
    void catchUp(Duration atMost) throws InterruptedException {
        lock.lockInterruptibly();
        try {
            long wait = atMost.toNanos();
            long before = begun;
            while (idle <= before && wait > 0) {
                wanted = true;
                changed.signalAll();
                wait = changed.awaitNanos(wait);
            }
        } finally {
            lock.unlock();
        }
    }

    private void fold() {
        try {
            while (!closed) {
                long round = begin();
                try {
                    boolean some = source.round();
                    end(round, some);
                    rest(some ? Duration.ZERO : IDLE);
                } catch (StoreUnavailable e) {
                    observer.degraded("changes of the ledger are not in the roll-ups yet", e);
                    rest(AFTER_FAILURE);
                } catch (RuntimeException bug) { // or nothing would be folded any more, in silence
                    observer.degraded("a bug keeps changes of the ledger out of roll-ups", bug);
                    rest(AFTER_FAILURE);
                }
            }
        } catch (InterruptedException _) {
            // closed
        }
    }

    private long begin() {
        lock.lock();
        try {
            wanted = false;
            return ++begun;
        } finally {
            lock.unlock();
        }
    }

    private void end(long round, boolean some) {
        lock.lock();
        try {
            if (!some) {
                idle = round;
                changed.signalAll();
            }
        } finally {
            lock.unlock();
        }
    }

    /// Until it is wanted.
    private void rest(Duration time) throws InterruptedException {
        lock.lockInterruptibly();
        try {
            long wait = time.toNanos();
            while (!wanted && wait > 0) {
                wait = changed.awaitNanos(wait);
            }
        } finally {
            lock.unlock();
        }
    }

    private void keep(Upkeep upkeep, Timing timing) {
        try {
            while (!closed) {
                timing.sleeper().sleep(UPKEEP);
                Instant until = timing.now().plus(UPKEEP);
                try {
                    upkeep.run(until);
                } catch (RuntimeException e) {
                    observer.degraded("roll-ups are not kept in order now", e);
                }
            }
        } catch (InterruptedException _) {
            // closed
        }
    }

    /// Ends its threads, after what they are at.
    @Override
    public void close() {
        closed = true;
        threads.forEach(Thread::interrupt);
        try {
            for (Thread thread : threads) {
                thread.join(LAST_ROUND);
            }
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        }
    }
}
