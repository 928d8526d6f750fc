package dev.tollgate.routing;

import dev.tollgate.config.Timing;
import dev.tollgate.routing.Answer.Streamed;
import dev.tollgate.routing.Outcome.Answered;
import java.time.Duration;
import java.util.List;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/// One side of a [Race], on a virtual thread of its own, with a list of attempts of its own.
///
/// Called off, it is interrupted, which breaks off whatever it waits for; an answer that it has all the same is closed. It is given [#GRACE] to be
/// gone. The winner's answer is held back no longer for it: the look-up of a host's name, say, can't be broken off.
final class Lane {
    static final Duration GRACE = Duration.ofMillis(50);

    private final Race.Side side;
    private final Duration head;
    private final Call call;
    private final Timing timing;
    private final Consumer<Lane> onEnd;
    private final Attempts attempts = new Attempts();
    private final Thread thread;
    private State state = State.WAITING;
    private boolean begun;
    private @Nullable Outcome outcome;
    private @Nullable Throwable bug;

    /// @param head how long it waits before it begins
    /// @param onEnd told when it has ended by itself
    Lane(Race.Side side, Duration head, Call call, Timing timing, Consumer<Lane> onEnd) {
        this.side = side;
        this.head = head;
        this.call = call.alongside(attempts);
        this.timing = timing;
        this.onEnd = onEnd;
        this.thread = Thread.ofVirtual().name("race-" + side.step().target()).unstarted(this::run);
    }

    void start() {
        thread.start();
    }

    Walk.Step step() {
        return side.step();
    }

    List<Attempt> attempts() {
        return attempts.list();
    }

    synchronized boolean begun() {
        return begun;
    }

    /// What came of it, once it has ended by itself. A bug is thrown again.
    synchronized Outcome outcome() {
        switch (bug) {
            case RuntimeException e -> throw e;
            case Error e -> throw e;
            case null, default -> {}
        }
        if (outcome == null) {
            throw new IllegalStateException("it has not ended");
        }
        return outcome;
    }

    /// @return false if it has begun
    synchronized boolean calledOffBeforeItBegan() {
        if (state == State.WAITING) {
            state = State.CALLED_OFF;
        }
        return !begun;
    }

    /// Ends it, whatever it is at.
    ///
    /// @param why for people
    void callOff(String why) {
        Outcome unwanted;
        synchronized (this) {
            state = State.CALLED_OFF;
            unwanted = outcome;
        }
        attempts.callOff(why, timing.now());
        close(unwanted);
        thread.interrupt();
        try {
            thread.join(GRACE);
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        }
    }

    private void run() {
        try {
            if (head.isPositive()) {
                timing.sleeper().sleep(head);
            }
            if (begin()) {
                end(side.upstream().send(call), null);
            }
        } catch (InterruptedException _) {
            // called off while it waited
        } catch (RuntimeException | Error e) {
            end(null, e);
        }
    }

    private synchronized boolean begin() {
        if (state != State.WAITING) {
            return false;
        }
        state = State.RUNNING;
        begun = true;
        return true;
    }

    private void end(@Nullable Outcome came, @Nullable Throwable failed) {
        synchronized (this) {
            if (state == State.RUNNING) {
                state = State.ENDED;
                outcome = came;
                bug = failed;
                onEnd.accept(this);
                return;
            }
        }
        close(came);
    }

    private static void close(@Nullable Outcome unwanted) {
        if (unwanted instanceof Answered(Streamed stream)) {
            stream.close();
        }
    }

    private enum State {
        WAITING,
        RUNNING,
        ENDED,
        CALLED_OFF
    }
}
