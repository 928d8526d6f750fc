package dev.tollgate.testkit.store;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.tollgate.config.StoreUnavailable;
import dev.tollgate.identity.KeyStore;
import dev.tollgate.identity.VirtualKey;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/// What every key store does. Each test needs one that is empty.
public abstract class KeyStoreContract {
    private static final Instant NOON = Instant.parse("2026-11-23T12:00:00.123456Z");

    private final Arbitrary arbitrary = new Arbitrary(11);

    protected abstract KeyStore empty();

    /// The same kind of store while it does not answer.
    protected abstract KeyStore failing();

    @Test
    void every_field_of_a_key_comes_back() {
        KeyStore keys = empty();
        for (int i = 0; i < 20; i++) {
            VirtualKey key = arbitrary.key("growth", NOON);

            keys.put(key);

            assertEquals(Optional.of(key), keys.find(key.id()));
        }
    }

    @Test
    void a_key_that_was_never_put_is_not_found() {
        assertEquals(Optional.empty(), empty().find("key_0123456789abcdef01234567"));
        assertFalse(empty().delete("key_0123456789abcdef01234567"));
    }

    @Test
    void a_deleted_key_is_gone() {
        KeyStore keys = empty();
        VirtualKey key = arbitrary.key("growth", NOON);
        keys.put(key);

        assertTrue(keys.delete(key.id()));

        assertEquals(Optional.empty(), keys.find(key.id()));
        assertFalse(keys.delete(key.id()));
    }

    @Test
    void the_list_has_every_key_newest_first() {
        KeyStore keys = empty();
        List<VirtualKey> newestFirst = new ArrayList<>();
        for (int i = 0; i < 30; i++) {
            VirtualKey key = arbitrary.key(i % 2 == 0 ? "growth" : "search", NOON.plusSeconds(i));
            keys.put(key);
            newestFirst.addFirst(key);
        }

        assertEquals(newestFirst, keys.list());
    }

    @Test
    void a_store_that_does_not_answer_is_unavailable() {
        KeyStore failing = failing();
        VirtualKey key = arbitrary.key("growth", NOON);

        assertThrows(StoreUnavailable.class, () -> failing.find(key.id()));
        assertThrows(StoreUnavailable.class, () -> failing.put(key));
        assertThrows(StoreUnavailable.class, () -> failing.delete(key.id()));
        assertThrows(StoreUnavailable.class, failing::list);
    }
}
