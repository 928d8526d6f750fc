package dev.tollgate.testkit.store;

import dev.tollgate.identity.KeyStore;
import dev.tollgate.identity.VirtualKey;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/// Virtual keys that live as long as their process.
public final class InMemoryKeyStore implements KeyStore {
    private static final Comparator<VirtualKey> NEWEST_FIRST =
            Comparator.comparing(VirtualKey::createdAt).reversed().thenComparing(VirtualKey::id);

    private final Outage outage = new Outage("the key store");
    private final Map<String, VirtualKey> keys = new ConcurrentHashMap<>();

    /// While failing, every method throws [StoreUnavailable].
    public void failing(boolean failing) {
        outage.set(failing);
    }

    @Override
    public Optional<VirtualKey> find(String id) {
        outage.check();
        return Optional.ofNullable(keys.get(id));
    }

    @Override
    public void put(VirtualKey key) {
        outage.check();
        keys.put(key.id(), key);
    }

    @Override
    public boolean delete(String id) {
        outage.check();
        return keys.remove(id) != null;
    }

    @Override
    public List<VirtualKey> list() {
        outage.check();
        return keys.values().stream().sorted(NEWEST_FIRST).toList();
    }
}
