package dev.tollgate.testkit.badday;

import dev.tollgate.routing.Attempt;
import dev.tollgate.routing.Attempts;
import dev.tollgate.routing.Call;
import dev.tollgate.testkit.time.VirtualTime;
import java.time.Duration;
import java.util.List;

/// What became of a call.
///
/// @param why it is not good, for people; empty if it is
/// @param at when the caller had it, after the day's start
record Ending(How how, String why, List<Attempt> attempts, Duration at) {

    enum How {
        /// The whole answer came.
        GOOD,
        FAILED,
        /// Its stream broke after the first token.
        CUT,
        /// A limit of ours had no room for it.
        REFUSED,
        /// Its sandbox died; the caller got an error of the platform.
        KILLED
    }

    static Ending of(How how, String why, Call call, VirtualTime time) {
        return new Ending(how, why, call.attempts().list(), time.elapsed());
    }

    /// How often the same target was asked again.
    int retries() {
        return Math.max(0, attempts.size() - 1) - fallbacks();
    }

    /// How often the call moved on to another target.
    int fallbacks() {
        return Attempts.fallbacks(attempts);
    }
}
