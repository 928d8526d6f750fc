package dev.tollgate.testkit.store;

import dev.tollgate.cache.CacheStore;
import java.time.Instant;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.locks.ReentrantLock;

/// A cache that lives as long as its process. It holds [#MAX_TOTAL_BYTES]; what has not been asked for the longest goes first.
public final class InMemoryCacheStore implements CacheStore {
    public static final long MAX_TOTAL_BYTES = 64L * 1024 * 1024;

    /// What an entry takes beside its answer, roughly.
    private static final int OVERHEAD_BYTES = 300;

    private final Outage outage = new Outage("the cache");
    private final ReentrantLock lock = new ReentrantLock();
    private final Map<String, Stored> entries = new LinkedHashMap<>(16, 0.75f, true);
    private long bytes;

    /// While failing, every method throws [StoreUnavailable].
    public void failing(boolean failing) {
        outage.set(failing);
    }

    @Override
    public Optional<Stored> get(String key, Instant now) {
        outage.check();
        lock.lock();
        try {
            return Optional.ofNullable(entries.get(key)).filter(it -> now.isBefore(it.goneAt()));
        } finally {
            lock.unlock();
        }
    }

    @Override
    public void put(String key, Stored stored, Instant now) {
        outage.check();
        lock.lock();
        try {
            Optional.ofNullable(entries.put(key, stored)).ifPresent(it -> bytes -= size(it));
            bytes += size(stored);
            Iterator<Stored> eldest = entries.values().iterator();
            while (bytes > MAX_TOTAL_BYTES) {
                bytes -= size(eldest.next());
                eldest.remove();
            }
        } finally {
            lock.unlock();
        }
    }

    private static int size(Stored stored) {
        return stored.answer().length + OVERHEAD_BYTES;
    }
}
