package dev.tollgate.function.local;

import dev.tollgate.api.ApiError;
import dev.tollgate.config.Bounds;
import java.time.Duration;
import java.util.concurrent.Semaphore;

/// The memory for the bodies of all requests under way. Where it is used up, a request is refused and its body is not read.
final class BodyMemory {
    /// The part of the heap that bodies may take: each is held several times over, as it is read, parsed and sent on.
    private static final int PART_OF_HEAP = 8;

    private static final int UNIT_BYTES = 1024;
    private static final Duration RETRY_AFTER = Duration.ofSeconds(1);

    private final Semaphore units;

    private BodyMemory(Semaphore units) {
        this.units = units;
    }

    /// For one body of the largest size at least.
    static BodyMemory of(long bytes) {
        long enough = Math.max(bytes, Bounds.MAX_BODY_BYTES + 1L);
        return new BodyMemory(new Semaphore((int) Math.min(units(enough), Integer.MAX_VALUE)));
    }

    /// As much as this process can afford.
    static BodyMemory ofHeap() {
        return of(Runtime.getRuntime().maxMemory() / PART_OF_HEAP);
    }

    /// For one request, which has taken nothing yet.
    Share share() {
        return new Share();
    }

    private static long units(long bytes) {
        return Math.ceilDiv(bytes, UNIT_BYTES);
    }

    /// What one request has taken; closing gives it back. For one thread.
    final class Share implements AutoCloseable {
        private int taken;

        private Share() {}

        /// Holds room for a body, in place of what was held before.
        ///
        /// @throws ApiError 503 if there is too little left; then nothing is held
        void hold(int bytes) {
            close();
            int wanted = (int) units(bytes);
            if (!units.tryAcquire(wanted)) {
                throw ApiError.unavailable(
                        "The bodies of other requests take all the memory there is for them.",
                        RETRY_AFTER);
            }
            taken = wanted;
        }

        /// Gives back what a body turned out not to need.
        void shrink(int bytes) {
            int needed = (int) Math.min(units(bytes), taken);
            units.release(taken - needed);
            taken = needed;
        }

        @Override
        public void close() {
            shrink(0);
        }
    }
}
