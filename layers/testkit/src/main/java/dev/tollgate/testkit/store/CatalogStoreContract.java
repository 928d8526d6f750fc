package dev.tollgate.testkit.store;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.tollgate.catalog.CatalogStore;
import dev.tollgate.catalog.CatalogStore.Version;
import dev.tollgate.config.StoreUnavailable;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;

/// What every store of catalogues does. Each test needs one that is empty.
public abstract class CatalogStoreContract {
    private static final Instant NOON = Instant.parse("2026-11-23T12:00:00.123456Z");
    private static final byte[] FIRST =
            "{\"aliases\":{\"chat\":\"openai/gpt-4.1\"}}".getBytes(UTF_8);
    private static final byte[] SECOND = "{\"aliases\":{}}".getBytes(UTF_8);

    protected abstract CatalogStore empty();

    /// The same kind of store while it does not answer.
    protected abstract CatalogStore failing();

    @Test
    void before_the_first_put_the_current_version_is_0() {
        assertEquals(0, empty().currentVersion());
    }

    @Test
    void every_put_makes_the_next_version_and_leaves_the_others_as_they_are() {
        CatalogStore store = empty();

        assertEquals(1, store.put(0, FIRST, NOON, "key_1"));
        assertEquals(2, store.put(1, SECOND, NOON.plusSeconds(1), "key_2"));

        assertEquals(2, store.currentVersion());
        check(1, FIRST, NOON, "key_1", store.read(1));
        check(2, SECOND, NOON.plusSeconds(1), "key_2", store.read(2));
    }

    @Test
    void a_put_over_a_version_that_is_no_longer_in_force_changes_nothing() {
        CatalogStore store = empty();
        store.put(0, FIRST, NOON, "key_1");

        assertEquals(0, store.put(0, SECOND, NOON, "key_2"));
        assertEquals(0, store.put(7, SECOND, NOON, "key_2"));

        assertEquals(1, store.currentVersion());
        check(1, FIRST, NOON, "key_1", store.read(1));
    }

    @Test
    void of_concurrent_puts_over_one_version_exactly_one_counts() throws Exception {
        CatalogStore store = empty();
        List<Callable<Long>> puts = new ArrayList<>();
        for (int i = 0; i < 8; i++) {
            puts.add(() -> store.put(0, FIRST, NOON, "key_1"));
        }

        long sum = 0;
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            for (Future<Long> put : threads.invokeAll(puts)) {
                sum += put.get();
            }
        }

        assertEquals(1, sum);
        assertEquals(1, store.currentVersion());
    }

    @Test
    void a_document_may_be_as_large_as_the_bound_and_no_larger() {
        CatalogStore store = empty();
        byte[] largest = new byte[CatalogStore.MAX_DOCUMENT_BYTES];
        new Random(3).nextBytes(largest);

        assertEquals(1, store.put(0, largest, NOON, "key_1"));

        assertArrayEquals(largest, store.read(1).document());
        assertThrows(
                IllegalArgumentException.class,
                () -> store.put(1, new byte[largest.length + 1], NOON, "key_1"));
    }

    @Test
    void a_version_that_does_not_exist_can_not_be_read() {
        assertThrows(StoreUnavailable.class, () -> empty().read(1));
        assertThrows(StoreUnavailable.class, () -> empty().read(0));
    }

    @Test
    void a_store_that_does_not_answer_is_unavailable() {
        CatalogStore failing = failing();

        assertThrows(StoreUnavailable.class, failing::currentVersion);
        assertThrows(StoreUnavailable.class, () -> failing.read(1));
        assertThrows(StoreUnavailable.class, () -> failing.put(0, FIRST, NOON, "key_1"));
    }

    private static void check(
            long number, byte[] document, Instant createdAt, String author, Version version) {
        assertEquals(number, version.number());
        assertArrayEquals(document, version.document());
        assertEquals(createdAt, version.createdAt());
        assertEquals(author, version.author());
    }
}
