package dev.tollgate.testkit.store;

import dev.tollgate.audit.Payload;
import dev.tollgate.audit.PayloadStore;
import java.time.Instant;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.locks.ReentrantLock;

/// Payloads that live as long as their process. It keeps the newest [#MAX_TOTAL_BYTES].
public final class InMemoryPayloadStore implements PayloadStore {
    static final long MAX_TOTAL_BYTES = 64L * 1024 * 1024;

    private final Outage outage = new Outage("the store of payloads");
    private final ReentrantLock lock = new ReentrantLock();
    private final Map<Key, Payload> payloads = new LinkedHashMap<>();
    private long bytes;

    /// While failing, every method throws [StoreUnavailable].
    public void failing(boolean failing) {
        outage.set(failing);
    }

    @Override
    public void put(Payload payload) {
        outage.check();
        lock.lock();
        try {
            Key key = new Key(payload.team(), payload.id());
            Optional.ofNullable(payloads.remove(key)).ifPresent(it -> bytes -= it.json().length);
            payloads.put(key, payload);
            bytes += payload.json().length;
            Iterator<Payload> eldest = payloads.values().iterator();
            while (bytes > MAX_TOTAL_BYTES) {
                bytes -= eldest.next().json().length;
                eldest.remove();
            }
        } finally {
            lock.unlock();
        }
    }

    @Override
    public Optional<Payload> find(String team, String id, Instant now) {
        outage.check();
        lock.lock();
        try {
            return Optional.ofNullable(payloads.get(new Key(team, id)))
                    .filter(payload -> now.isBefore(payload.goneAt()));
        } finally {
            lock.unlock();
        }
    }

    private record Key(String team, String id) {}
}
