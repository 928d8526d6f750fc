package dev.tollgate.testkit.store;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.tollgate.cache.CacheStore;
import dev.tollgate.cache.CacheStore.Stored;
import dev.tollgate.config.StoreUnavailable;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;

/// What every cache store does. A run needs a store of its own.
public abstract class CacheStoreContract {
    protected static final Instant NOON = Instant.parse("2026-11-23T12:00:00.123Z");
    private static final Instant ONE = NOON.plus(Duration.ofHours(1));
    private static final Instant TWO = NOON.plus(Duration.ofHours(2));

    protected abstract CacheStore store();

    /// The same kind of store while it does not answer.
    protected abstract CacheStore failing();

    private static Stored stored(String answer) {
        return new Stored(answer.getBytes(StandardCharsets.UTF_8), ONE, TWO);
    }

    private Optional<String> get(String key, Instant now) {
        return store().get(key, now).map(it -> new String(it.answer(), StandardCharsets.UTF_8));
    }

    @Test
    void what_was_put_comes_back() {
        store().put("a", stored("answer"), NOON);

        Stored found = store().get("a", NOON).orElseThrow();

        assertArrayEquals(stored("answer").answer(), found.answer());
        assertEquals(ONE, found.freshUntil());
        assertEquals(TWO, found.goneAt());
    }

    @Test
    void what_was_never_put_is_not_there() {
        assertEquals(Optional.empty(), store().get("never", NOON));
    }

    @Test
    void what_is_put_later_takes_the_place_of_what_was_there() {
        store().put("b", stored("first"), NOON);
        store().put("b", stored("second"), NOON);

        assertEquals(Optional.of("second"), get("b", NOON));
    }

    @Test
    void a_stale_answer_is_there_until_it_is_gone() {
        store().put("c", stored("answer"), NOON);

        assertEquals(Optional.of("answer"), get("c", TWO.minusMillis(1)));
        assertEquals(Optional.empty(), get("c", TWO));
    }

    @Test
    void the_largest_answer_fits() {
        byte[] noise = new byte[CacheStore.MAX_BYTES];
        new Random(1).nextBytes(noise);

        store().put("d", new Stored(noise, ONE, TWO), NOON);

        assertArrayEquals(noise, store().get("d", NOON).orElseThrow().answer());
    }

    @Test
    void concurrent_answers_leave_one_of_them_whole() throws Exception {
        List<Callable<Boolean>> puts = new ArrayList<>();
        for (int i = 0; i < 16; i++) {
            String answer = Integer.toString(i).repeat(1_000);
            puts.add(() -> {
                store().put("e", stored(answer), NOON);
                return true;
            });
        }
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            for (Future<Boolean> put : threads.invokeAll(puts)) {
                assertTrue(put.get());
            }
        }

        String left = get("e", NOON).orElseThrow();
        assertEquals(left.substring(0, left.length() / 1_000).repeat(1_000), left);
    }

    @Test
    void a_store_that_does_not_answer_is_unavailable() {
        CacheStore failing = failing();

        assertThrows(StoreUnavailable.class, () -> failing.get("a", NOON));
        assertThrows(StoreUnavailable.class, () -> failing.put("a", stored(""), NOON));
    }
}
