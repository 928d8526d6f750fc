package dev.tollgate.testkit.badday;

import dev.tollgate.config.Timing;
import dev.tollgate.routing.Call;
import java.time.Duration;

/// How long the machine that sent an attempt will wait for its answer, as its connection enforces it.
final class Patience {
    private final Timing timing;
    private final Duration whole;
    private Duration left;

    private Patience(Timing timing, Duration whole) {
        this.timing = timing;
        this.whole = whole;
        this.left = whole;
    }

    static Patience with(Call call, Timing timing) {
        return of(call.limits().answer(), call, timing);
    }

    /// At most so long, and never past the call's deadline.
    static Patience of(Duration limit, Call call, Timing timing) {
        Duration remaining = call.deadline().remaining(timing.now());
        return new Patience(timing, remaining.compareTo(limit) < 0 ? remaining : limit);
    }

    /// From the moment of sending.
    Duration whole() {
        return whole;
    }

    /// Waits so long, or until there is no patience left.
    ///
    /// @return whether it was long enough
    boolean lasts(Duration time) {
        boolean enough = time.compareTo(left) <= 0;
        Duration waited = enough ? time : left;
        sleep(timing, waited);
        left = left.minus(waited);
        return enough;
    }

    void runOut() {
        lasts(left.plusMillis(1));
    }

    static void sleep(Timing timing, Duration duration) {
        try {
            timing.sleeper().sleep(duration);
        } catch (InterruptedException e) {
            throw new AssertionError("nobody interrupts here", e);
        }
    }
}
