package dev.tollgate.limits;

import dev.tollgate.config.Bounds;
import dev.tollgate.config.Deadline;
import java.time.Instant;

/// How long one call holds what it has taken, and how long it waits for what it wants.
///
/// @param deadline of the call: it may hold until then
/// @param waitUntil it waits no longer, for its caller was promised an answer; at the deadline at the latest
record Patience(Deadline deadline, Deadline waitUntil) {
    Patience {
        waitUntil = deadline.orEarlier(waitUntil);
    }

    Instant heldUntil(Instant now) {
        return deadline.orEarlier(Deadline.in(Bounds.MAX_DEADLINE, now))
                .at()
                .plus(Limits.HOLD_MARGIN);
    }

    /// When the wait for this limit ends that begins now.
    Instant waitsUntil(Limit limit, Instant now) {
        return waitUntil.orEarlier(Deadline.in(limit.maxWait(), now)).at();
    }
}
