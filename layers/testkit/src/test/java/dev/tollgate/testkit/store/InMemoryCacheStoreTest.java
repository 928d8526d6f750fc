package dev.tollgate.testkit.store;

import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.tollgate.cache.CacheStore;
import dev.tollgate.cache.CacheStore.Stored;
import org.junit.jupiter.api.Test;

final class InMemoryCacheStoreTest extends CacheStoreContract {
    private final InMemoryCacheStore store = new InMemoryCacheStore();

    @Override
    protected CacheStore store() {
        return store;
    }

    @Override
    protected CacheStore failing() {
        InMemoryCacheStore failing = new InMemoryCacheStore();
        failing.failing(true);
        return failing;
    }

    @Test
    void what_has_not_been_asked_for_the_longest_goes_first() {
        int fit = (int) (InMemoryCacheStore.MAX_TOTAL_BYTES / CacheStore.MAX_BYTES);
        for (int i = 0; i < fit + 20; i++) {
            Stored large =
                    new Stored(
                            new byte[CacheStore.MAX_BYTES],
                            NOON.plusSeconds(60),
                            NOON.plusSeconds(60));
            store.put("large-" + i, large, NOON);
            store.get("large-0", NOON);
        }

        assertTrue(store.get("large-0", NOON).isPresent());
        assertTrue(store.get("large-1", NOON).isEmpty());
        assertTrue(store.get("large-" + (fit + 19), NOON).isPresent());
    }
}
