package dev.tollgate.limits;

import dev.tollgate.config.Timing;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.PriorityQueue;
import java.util.Random;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;

/// Several actors on one virtual clock: one runs at a time, until it sleeps or ends; then the clock moves to whoever wakes first.
final class Stage extends Clock {
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition changed = lock.newCondition();
    private final PriorityQueue<Sleeper> asleep = new PriorityQueue<>();
    private int running;
    private long sleeps;
    private Instant now = Day.NOON;

    Timing timing() {
        return new Timing(this, this::sleep, new Random(1));
    }

    /// Puts an actor on stage, whose part begins after a while.
    void enter(Duration after, Runnable part) {
        lock.lock();
        try {
            running++;
        } finally {
            lock.unlock();
        }
        Thread.ofVirtual()
                .start(() -> {
                    try {
                        sleep(after);
                        part.run();
                    } catch (InterruptedException e) {
                        throw new AssertionError(e);
                    } finally {
                        leave();
                    }
                });
    }

    /// Plays until all have left.
    void play() throws InterruptedException {
        lock.lock();
        try {
            while (true) {
                while (running > 0) {
                    changed.await();
                }
                Sleeper next = asleep.poll();
                if (next == null) {
                    return;
                }
                now = next.until;
                running++;
                next.woken = true;
                next.awake.signal();
            }
        } finally {
            lock.unlock();
        }
    }

    private void sleep(Duration time) throws InterruptedException {
        lock.lock();
        try {
            Sleeper sleeper = new Sleeper(now.plus(time), sleeps++, lock.newCondition());
            asleep.add(sleeper);
            running--;
            changed.signalAll();
            while (!sleeper.woken) {
                sleeper.awake.await();
            }
        } finally {
            lock.unlock();
        }
    }

    private void leave() {
        lock.lock();
        try {
            running--;
            changed.signalAll();
        } finally {
            lock.unlock();
        }
    }

    @Override
    public Instant instant() {
        lock.lock();
        try {
            return now;
        } finally {
            lock.unlock();
        }
    }

    @Override
    public ZoneId getZone() {
        return ZoneOffset.UTC;
    }

    @Override
    public Clock withZone(ZoneId zone) {
        return this;
    }

    private static final class Sleeper implements Comparable<Sleeper> {
        private final Instant until;
        private final long number;
        private final Condition awake;
        private boolean woken;

        Sleeper(Instant until, long number, Condition awake) {
            this.awake = awake;
            this.until = until;
            this.number = number;
        }

        @Override
        public int compareTo(Sleeper other) {
            int byTime = until.compareTo(other.until);
            return byTime != 0 ? byTime : Long.compare(number, other.number);
        }
    }
}
