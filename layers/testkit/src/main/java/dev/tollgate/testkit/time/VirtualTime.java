package dev.tollgate.testkit.time;

import dev.tollgate.config.Timing;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executor;
import java.util.concurrent.PriorityBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.locks.LockSupport;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/// A clock that moves only while everybody waits, and the tasks that live by it, each on a virtual thread of its own.
///
/// Exactly one task runs at any moment. It hands over when it sleeps or ends, to whoever is due next; of those due at the same instant, to the one
/// that asked first. So a run is a function of its tasks and their seeds. What runs here waits only through the [Timing.Sleeper] that it is given,
/// and starts no threads: what blocks otherwise stops everything, and is reported with its stack after [#PATIENCE] of real time.
public final class VirtualTime {
    /// How long, in real time, one task may run without handing over.
    public static final Duration PATIENCE = Duration.ofSeconds(60);

    private final Instant start;
    private final long maxTurns;
    private final Duration patience;
    private final PriorityBlockingQueue<Turn> due = new PriorityBlockingQueue<>();
    private final AtomicLong turns = new AtomicLong();
    private final AtomicReference<@Nullable Throwable> failure = new AtomicReference<>();
    private final CountDownLatch over = new CountDownLatch(1);
    private volatile long now;
    private volatile @Nullable Turn running;
    private long asked;

    /// @param start what the clock says at first
    /// @param maxTurns how often tasks may be started and woken in all; a simulation that takes more does not end by itself
    public VirtualTime(Instant start, long maxTurns) {
        this(start, maxTurns, PATIENCE);
    }

    VirtualTime(Instant start, long maxTurns, Duration patience) {
        this.start = start;
        this.maxTurns = maxTurns;
        this.patience = patience;
    }

    public Instant now() {
        return start.plusNanos(now);
    }

    /// The time that has passed since the start.
    public Duration elapsed() {
        return Duration.ofNanos(now);
    }

    /// Time and chance of one machine.
    ///
    /// @param skew how far its clock is ahead of the true time; negative: behind
    public Timing timing(Duration skew, RandomGenerator random) {
        return new Timing(new SkewedClock(skew), this::sleep, random);
    }

    /// Starts a task so long after the start. Called before [#run], or by a task.
    ///
    /// @param name for errors
    public void at(Duration sinceStart, String name, Runnable task) {
        due.add(
                new Turn(
                        Math.max(now, sinceStart.toNanos()),
                        asked++,
                        Thread.ofVirtual().name(name).unstarted(() -> live(task))));
    }

    /// Runs what it is given as tasks of their own, each from the moment on at which it was given. Nobody may wait for them.
    public Executor executor() {
        return work -> at(elapsed(), "background", work);
    }

    /// Ends the calling task where it stands, as when its machine is switched off: nothing of it runs any more, no `finally` either.
    public void vanish() {
        requireTask();
        handOver();
        while (true) {
            LockSupport.park(this);
        }
    }

    /// Runs until every task has ended. Called once.
    ///
    /// @throws AssertionError if a task threw, blocked, or the simulation has no end
    public void run() {
        handOver();
        try {
            for (long seen = -1; !over.await(patience.toMillis(), TimeUnit.MILLISECONDS); ) {
                Turn stuck = running;
                if (seen == turns.get() && stuck != null) {
                    fail(stuck.blocked());
                }
                seen = turns.get();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            fail(e);
        }
        Throwable why = failure.get();
        if (why != null) {
            due.forEach(Turn::abandon);
            throw new AssertionError("the simulation broke at " + now() + ": " + why, why);
        }
    }

    private void live(Runnable task) {
        try {
            if (failure.get() == null) {
                task.run();
            }
        } catch (Abandoned _) {
            return;
        } catch (Throwable bug) {
            fail(bug);
            return;
        }
        handOver();
    }

    private void sleep(Duration time) throws InterruptedException {
        Thread task = requireTask();
        if (Thread.interrupted()) {
            throw new InterruptedException();
        }
        Turn next = new Turn(now + Math.max(0, time.toNanos()), asked++, task);
        due.add(next);
        handOver();
        next.await();
        if (failure.get() != null) {
            throw new Abandoned();
        }
    }

    private Thread requireTask() {
        if (failure.get() != null) {
            throw new Abandoned();
        }
        Turn mine = running;
        if (mine == null || mine.thread != Thread.currentThread()) {
            throw new IllegalStateException(
                    Thread.currentThread() + " is none of the simulation's tasks");
        }
        return mine.thread;
    }

    private void handOver() {
        Turn next = due.poll();
        if (next == null) {
            running = null;
            over.countDown();
            return;
        }
        if (turns.incrementAndGet() > maxTurns) {
            fail(new IllegalStateException("no end after " + maxTurns + " turns"));
        }
        now = next.at;
        running = next;
        next.wake();
    }

    private void fail(Throwable why) {
        failure.compareAndSet(null, why);
        over.countDown();
    }

    /// When a task goes on.
    private static final class Turn implements Comparable<Turn> {
        private final long at;
        private final long order;
        private final Thread thread;
        private volatile boolean come;

        Turn(long at, long order, Thread thread) {
            this.at = at;
            this.order = order;
            this.thread = thread;
        }

        void wake() {
            come = true;
            if (thread.getState() == Thread.State.NEW) {
                thread.start();
            } else {
                LockSupport.unpark(thread);
            }
        }

        /// Lets a task that has begun see that the simulation is over.
        void abandon() {
            if (thread.getState() != Thread.State.NEW) {
                wake();
            }
        }

        void await() throws InterruptedException {
            boolean interrupted = false;
            while (!come) {
                LockSupport.park(this);
                interrupted |= Thread.interrupted();
            }
            if (interrupted) {
                throw new InterruptedException();
            }
        }

        IllegalStateException blocked() {
            IllegalStateException error =
                    new IllegalStateException(
                            "task '%s' blocks other than by its sleeper, or never waits"
                                    .formatted(thread.getName()));
            error.setStackTrace(thread.getStackTrace());
            return error;
        }

        @Override
        public int compareTo(Turn other) {
            return at != other.at ? Long.compare(at, other.at) : Long.compare(order, other.order);
        }
    }

    /// Ends the tasks of a simulation that is broken.
    private static final class Abandoned extends Error {
        private static final long serialVersionUID = 1L;

        Abandoned() {
            super("the simulation is over", null, false, false);
        }
    }

    private final class SkewedClock extends Clock {
        private final Duration skew;

        SkewedClock(Duration skew) {
            this.skew = skew;
        }

        @Override
        public Instant instant() {
            return now().plus(skew);
        }

        @Override
        public ZoneId getZone() {
            return ZoneOffset.UTC;
        }

        @Override
        public Clock withZone(ZoneId zone) {
            return this;
        }
    }
}
