package dev.tollgate.testkit.badday;

import dev.tollgate.config.StoreUnavailable;
import dev.tollgate.config.Timing;
import java.time.Duration;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;

/// The way from one sandbox to the shared stores: every round trip takes a few milliseconds (all of them on the way there), and fails while the stores do.
///
/// @param down whether they fail now
record Wire(Timing timing, BooleanSupplier down) {
    static final Duration LENGTH = Duration.ofMillis(4);

    /// How long a store that does not answer is waited for.
    static final Duration PATIENCE = Duration.ofSeconds(1);

    <T> T there(Supplier<T> work) {
        Patience.sleep(timing, LENGTH);
        if (down.getAsBoolean()) {
            Patience.sleep(timing, PATIENCE);
            throw new StoreUnavailable("the stores are down", new IllegalStateException("outage"));
        }
        return work.get();
    }

    void there(Runnable work) {
        there(() -> {
            work.run();
            return true;
        });
    }
}
