package dev.tollgate.testkit.store;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.tollgate.audit.Payload;
import dev.tollgate.audit.PayloadStore;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class InMemoryPayloadStoreTest extends PayloadStoreContract {
    private final PayloadStore store = new InMemoryPayloadStore();

    @Override
    protected PayloadStore store() {
        return store;
    }

    @Override
    protected PayloadStore failing() {
        InMemoryPayloadStore failing = new InMemoryPayloadStore();
        failing.failing(true);
        return failing;
    }

    @Test
    void the_oldest_make_room() {
        byte[] large = new byte[PayloadStore.MAX_BYTES];
        Payload first = payload("a", large);
        store.put(first);
        Payload last = first;
        for (long bytes = 0; bytes < InMemoryPayloadStore.MAX_TOTAL_BYTES; bytes += large.length) {
            last = payload("a", large);
            store.put(last);
        }

        assertEquals(Optional.empty(), store.find("a", first.id(), NOON));
        assertTrue(store.find("a", last.id(), NOON).isPresent());
    }
}
