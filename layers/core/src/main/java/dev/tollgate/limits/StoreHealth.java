package dev.tollgate.limits;

import dev.tollgate.config.StoreUnavailable;
import java.time.Duration;
import java.time.Instant;

/// Whether the store answers. When it does not, it is left alone for [#PAUSE]; then one call tries it, and all others when that one got through. So a
/// store that hangs costs a call its timeout once in a while, not each call.
final class StoreHealth {
    static final Duration PAUSE = Duration.ofSeconds(2);

    private final LimitObserver observer;
    private Instant pausedUntil = Instant.MIN;
    private boolean down;

    StoreHealth(LimitObserver observer) {
        this.observer = observer;
    }

    /// Whether to ask it. Who is told so must tell what came of it.
    synchronized boolean mayAsk(Instant now) {
        if (!down) {
            return true;
        }
        if (now.isBefore(pausedUntil)) {
            return false;
        }
        pausedUntil = now.plus(PAUSE);
        return true;
    }

    synchronized boolean isUp() {
        return !down;
    }

    synchronized void answered() {
        down = false;
    }

    void failed(StoreUnavailable cause, Instant now) {
        boolean first;
        synchronized (this) {
            first = !down;
            down = true;
            pausedUntil = now.plus(PAUSE);
        }
        if (first) {
            observer.degraded(
                    "limits are not checked: calls pass uncounted or are refused, as each declares",
                    cause);
        }
    }
}
