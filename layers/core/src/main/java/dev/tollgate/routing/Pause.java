package dev.tollgate.routing;

import dev.tollgate.config.Timing;
import java.time.Duration;

/// A wait before a call is sent, or sent again.
record Pause(Duration time) {
    /// Longer than this, nobody waits for one target.
    static final Duration MAX = Duration.ofSeconds(20);

    /// Whether it is short enough, and leaves the call time to be sent after it.
    boolean fits(Call call, Timing timing) {
        return time.compareTo(MAX) <= 0
                && time.compareTo(call.answerBy().remaining(timing.now())) < 0;
    }

    /// Waits.
    ///
    /// @return false if the thread was interrupted; then it still is, and does not go on to another target either: [Fallback] asks
    boolean sleep(Timing timing) {
        try {
            timing.sleeper().sleep(time);
            return true;
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
            return false;
        }
    }
}
