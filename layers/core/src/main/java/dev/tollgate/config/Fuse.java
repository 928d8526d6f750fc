package dev.tollgate.config;

import java.time.Duration;
import java.time.Instant;

/// Leaves a store alone for a while after it has failed, so that one which hangs costs a timeout once in a while, and not each call.
///
/// When [#REST] is over, one caller tries again; the others go on without the store until that has worked.
public final class Fuse {
    public static final Duration REST = Duration.ofSeconds(2);

    private final String consequence;
    private final Timing timing;
    private final StoreObserver observer;
    private boolean blown;
    private Instant restsUntil = Instant.MIN;

    /// @param consequence what comes of it while the store is left alone, for people; told once for each time that it is down
    public Fuse(String consequence, Timing timing, StoreObserver observer) {
        this.consequence = consequence;
        this.timing = timing;
        this.observer = observer;
    }

    /// Whether the store is to be asked. Whoever is told so says by [#held] or [#blew] what came of it.
    public synchronized boolean letsPass() {
        if (!blown) {
            return true;
        }
        Instant now = timing.now();
        if (now.isBefore(restsUntil)) {
            return false;
        }
        restsUntil = now.plus(REST);
        return true;
    }

    public synchronized boolean isWhole() {
        return !blown;
    }

    /// The store has answered.
    public synchronized void held() {
        blown = false;
    }

    /// The store has failed.
    public void blew(Throwable cause) {
        boolean first;
        synchronized (this) {
            first = !blown;
            blown = true;
            restsUntil = timing.now().plus(REST);
        }
        if (first) {
            observer.degraded(consequence, cause);
        }
    }
}
