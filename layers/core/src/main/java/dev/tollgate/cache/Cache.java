package dev.tollgate.cache;

import dev.tollgate.cache.CacheStore.Stored;
import dev.tollgate.config.StoreObserver;
import dev.tollgate.config.Timing;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/// The exact cache. A store that does not answer is as good as an empty one.
public final class Cache {
    private final CacheStore store;
    private final Reach reach;

    public Cache(CacheStore store, Timing timing, StoreObserver observer) {
        this.store = store;
        this.reach = new Reach("answers are not looked up in the cache", timing, observer);
    }

    /// What is kept under a key. One round trip at most.
    ///
    /// @param maxAge above which an answer is stale for this caller, if it is not for the one who kept it
    public Lookup lookup(CacheKey key, Duration maxAge, Instant now) {
        return reach.ask(() -> store.get(key.hash(), now))
                .flatMap(it -> it)
                .flatMap(it -> found(it, maxAge, now))
                .orElseGet(Lookup.Missing::new);
    }

    /// Keeps an answer, unless it is too large or the key does not admit it. Never throws.
    public void keep(CacheKey key, Kept kept, Duration ttl, Duration staleFor) {
        if (key.admits(kept)) {
            reach.ask(() -> {
                Optional<byte[]> packed = KeptCodec.write(kept);
                packed.ifPresent(it -> put(key, it, kept.at().plus(ttl), staleFor, kept.at()));
                return packed.isPresent();
            });
        }
    }

    private void put(
            CacheKey key, byte[] packed, Instant freshUntil, Duration staleFor, Instant now) {
        store.put(key.hash(), new Stored(packed, freshUntil, freshUntil.plus(staleFor)), now);
    }

    private static Optional<Lookup> found(Stored stored, Duration maxAge, Instant now) {
        return KeptCodec.read(stored.answer())
                .map(kept -> {
                    Duration since = Duration.between(kept.at(), now);
                    Duration age = since.isNegative() ? Duration.ZERO : since;
                    boolean fresh = now.isBefore(stored.freshUntil()) && age.compareTo(maxAge) < 0;
                    return fresh ? new Lookup.Fresh(kept, age) : new Lookup.Stale(kept, age);
                });
    }

    /// What a key leads to.
    public sealed interface Lookup {
        /// @param age since the answer was made
        record Fresh(Kept kept, Duration age) implements Lookup {}

        /// Only for who would rather have an old answer than none.
        record Stale(Kept kept, Duration age) implements Lookup {}

        record Missing() implements Lookup {}
    }
}
