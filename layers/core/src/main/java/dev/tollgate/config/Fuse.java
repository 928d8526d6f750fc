package dev.tollgate.config;

import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.atomic.AtomicReference;

/// Leaves a store alone for a while after it has let somebody wait in vain, so that one which hangs costs a timeout once, and not every call.
/// A store that fails at once is asked again: that costs nothing.
///
/// When [#REST] is over, one caller tries again; the others go on without the store until that has worked.
public final class Fuse {
    static final Duration REST = Duration.ofSeconds(2);
    static final Duration IN_VAIN = Duration.ofMillis(500);

    private static final Instant SOUND = Instant.MIN;

    private final Timing timing;
    private final AtomicReference<Instant> blownUntil = new AtomicReference<>(SOUND);

    public Fuse(Timing timing) {
        this.timing = timing;
    }

    /// Whether the store may be asked. Whoever asks it says what became of it by [#held] or [#blew].
    public boolean isWhole() {
        Instant until = blownUntil.get();
        if (until.equals(SOUND)) {
            return true;
        }
        Instant now = timing.now();
        return !now.isBefore(until) && blownUntil.compareAndSet(until, now.plus(REST));
    }

    /// The store has answered.
    public void held() {
        if (!blownUntil.get().equals(SOUND)) {
            blownUntil.set(SOUND);
        }
    }

    /// The store has not answered, or refused.
    ///
    /// @param asked when it was asked
    public void blew(Instant asked) {
        Instant now = timing.now();
        if (!now.isBefore(asked.plus(IN_VAIN))) {
            blownUntil.set(now.plus(REST));
        } else {
            held();
        }
    }
}
