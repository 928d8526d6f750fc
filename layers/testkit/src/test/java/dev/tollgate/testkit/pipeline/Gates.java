package dev.tollgate.testkit.pipeline;

import dev.tollgate.cache.CacheStore;
import dev.tollgate.cache.IdempotencyStore;
import dev.tollgate.testkit.store.InMemoryCacheStore;
import dev.tollgate.testkit.store.InMemoryIdempotencyStore;
import java.time.Instant;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicInteger;

/// Stores that tell when they are asked, and let somebody wait for others.
final class Gates {
    private Gates() {}

    /// A cache whose first reader hears nothing until a second one has asked.
    static final class Readers implements CacheStore {
        private final CacheStore store = new InMemoryCacheStore();
        private final AtomicInteger readers = new AtomicInteger();
        private volatile CountDownLatch expected = new CountDownLatch(0);
        private volatile CountDownLatch first = new CountDownLatch(0);
        private volatile boolean firstWaits;

        /// From now on.
        void expect(int count) {
            readers.set(0);
            first = new CountDownLatch(1);
            expected = new CountDownLatch(count);
        }

        /// From now on.
        void holdTheFirstUntil(int count) {
            expect(count);
            firstWaits = true;
        }

        void awaitThem() {
            Says.await(expected);
        }

        void awaitTheFirst() {
            Says.await(first);
        }

        @Override
        public Optional<Stored> get(String key, Instant now) {
            boolean isFirst = readers.incrementAndGet() == 1;
            CountDownLatch others = expected;
            first.countDown();
            others.countDown();
            if (isFirst && firstWaits) {
                Says.await(others);
            }
            return store.get(key, now);
        }

        @Override
        public void put(String key, Stored stored, Instant now) {
            store.put(key, stored, now);
        }
    }

    /// Claims, the first of which is made once the second is.
    static final class Claims implements IdempotencyStore {
        private final IdempotencyStore store = new InMemoryIdempotencyStore();
        private final AtomicInteger numbers = new AtomicInteger();
        private final Semaphore asked = new Semaphore(0);
        private final CountDownLatch first = new CountDownLatch(1);
        private final CountDownLatch second = new CountDownLatch(1);
        private final boolean secondIsFirst;

        Claims(boolean secondIsFirst) {
            this.secondIsFirst = secondIsFirst;
        }

        /// Until the first has come.
        void awaitTheFirst() {
            Says.await(first);
        }

        /// Until so many have been asked for in all; a call that waits for its twin asks again and again.
        void await(int count) {
            Says.await(asked, count);
        }

        @Override
        public Claim claim(
                String id, String fingerprint, String owner, Instant leaseUntil, Instant now) {
            int number = numbers.incrementAndGet();
            asked.release();
            first.countDown();
            if (number == 1 && secondIsFirst) {
                Says.await(second);
            }
            Claim claim = store.claim(id, fingerprint, owner, leaseUntil, now);
            if (number == 2) {
                second.countDown();
            }
            return claim;
        }

        @Override
        public void complete(
                String id, String owner, byte[] answer, Instant keptUntil, Instant now) {
            store.complete(id, owner, answer, keptUntil, now);
        }

        @Override
        public void release(String id, String owner) {
            store.release(id, owner);
        }
    }
}
