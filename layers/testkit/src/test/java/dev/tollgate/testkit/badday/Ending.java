package dev.tollgate.testkit.badday;

import dev.tollgate.routing.Attempt;
import dev.tollgate.routing.Attempts;
import dev.tollgate.routing.Call;
import java.util.List;

/// What became of a call.
record Ending(How how, List<Attempt> attempts) {

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

    static Ending of(How how, Call call) {
        return new Ending(how, call.attempts().list());
    }

    /// How often the call moved on to another target.
    int fallbacks() {
        return Attempts.fallbacks(attempts);
    }
}
