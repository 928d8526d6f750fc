package dev.tollgate.cache;

import dev.tollgate.config.Timing;
import java.time.Instant;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;

/// The one execution of a request. It ends once; what is said of it after that is not heard. Nothing here throws.
///
/// If its claim did not reach the store, nothing that is said of it does any harm there.
public final class Execution implements AutoCloseable {
    private static final byte[] TOO_LARGE = {};

    private final IdempotencyStore store;
    private final Reach reach;
    private final Timing timing;
    private final String id;
    private final String owner;
    private final AtomicBoolean over = new AtomicBoolean();

    Execution(IdempotencyStore store, Reach reach, Timing timing, String id, String owner) {
        this.store = store;
        this.reach = reach;
        this.timing = timing;
        this.id = id;
        this.owner = owner;
    }

    /// It was answered: repeats get the answer for [Idempotency#KEPT_FOR].
    ///
    /// @param kept empty if the answer is too large to be kept: repeats are told so
    public void complete(Optional<Kept> kept) {
        if (over.compareAndSet(false, true)) {
            reach.insist(() -> {
                byte[] answer = kept.flatMap(KeptCodec::write).orElse(TOO_LARGE);
                Instant now = timing.now();
                store.complete(id, owner, answer, now.plus(Idempotency.KEPT_FOR), now);
                return true;
            });
        }
    }

    /// It failed, and cost the caller nothing but time: a repeat executes again.
    public void release() {
        if (over.compareAndSet(false, true)) {
            reach.insist(() -> {
                store.release(id, owner);
                return true;
            });
        }
    }

    /// Releases it, unless it is over.
    @Override
    public void close() {
        release();
    }
}
