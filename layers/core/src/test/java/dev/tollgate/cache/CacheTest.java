package dev.tollgate.cache;

import static dev.tollgate.cache.Samples.NOON;
import static dev.tollgate.cache.Samples.TARGET;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;

import dev.tollgate.cache.Cache.Lookup;
import dev.tollgate.config.Fuse;
import dev.tollgate.config.StoreUnavailable;
import dev.tollgate.routing.Target;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;

class CacheTest {
    private static final CacheKey KEY = new CacheKey("k", TARGET);
    private static final Duration HOUR = Duration.ofHours(1);
    private static final Duration DAY = Duration.ofDays(1);

    private final Samples clock = new Samples();
    private final Store store = new Store();
    private final List<String> told = new ArrayList<>();
    private final Cache cache = new Cache(store, clock.timing(), (what, _) -> told.add(what));

    /// Keeps everything for ever, unless it is down.
    private static final class Store implements CacheStore {
        final Map<String, Stored> kept = new HashMap<>();
        final Set<String> damaged = new HashSet<>();
        boolean down;
        int asked;

        @Override
        public Optional<Stored> get(String key, Instant now) {
            check();
            if (damaged.contains(key)) {
                throw new IllegalStateException("an item lacks 'answer'");
            }
            return Optional.ofNullable(kept.get(key));
        }

        @Override
        public void put(String key, Stored stored, Instant now) {
            check();
            kept.put(key, stored);
        }

        private void check() {
            asked++;
            if (down) {
                throw new StoreUnavailable("down", new IllegalStateException());
            }
        }
    }

    private Lookup after(Duration time) {
        return cache.lookup(KEY, HOUR, NOON.plus(time));
    }

    @Test
    void what_was_kept_is_fresh_for_its_time_and_stale_after_it() {
        cache.keep(KEY, Samples.kept("x"), HOUR, DAY);

        Lookup.Fresh fresh = assertInstanceOf(Lookup.Fresh.class, after(Duration.ofMinutes(5)));
        assertEquals(Duration.ofMinutes(5), fresh.age());
        Lookup.Stale stale = assertInstanceOf(Lookup.Stale.class, after(HOUR));
        assertEquals(HOUR, stale.age());
        assertEquals(NOON.plus(HOUR).plus(DAY), store.get("k", NOON).orElseThrow().goneAt());
        assertEquals(new Lookup.Missing(), cache.lookup(new CacheKey("other", TARGET), HOUR, NOON));
    }

    @Test
    void who_wants_a_younger_answer_finds_it_stale() {
        cache.keep(KEY, Samples.kept("x"), HOUR, DAY);
        Instant later = NOON.plusSeconds(61);

        assertInstanceOf(Lookup.Stale.class, cache.lookup(KEY, Duration.ofSeconds(60), later));
        assertInstanceOf(Lookup.Fresh.class, cache.lookup(KEY, Duration.ofSeconds(62), later));
    }

    @Test
    void a_clock_that_is_behind_makes_no_answer_younger_than_new() {
        cache.keep(KEY, Samples.kept("x"), HOUR, DAY);

        assertEquals(
                Duration.ZERO,
                assertInstanceOf(Lookup.Fresh.class, after(Duration.ofSeconds(-3))).age());
    }

    @Test
    void what_the_key_does_not_admit_or_is_too_large_is_not_kept() {
        cache.keep(new CacheKey("k", new Target("plain", "other")), Samples.kept("x"), HOUR, DAY);
        cache.keep(KEY, Samples.kept("x".repeat(KeptCodec.MAX_UNPACKED_BYTES)), HOUR, DAY);

        assertEquals(Map.of(), store.kept);
        assertEquals(List.of(), told);
    }

    @Test
    void what_can_not_be_read_is_missing() {
        store.kept.put(
                "k", new CacheStore.Stored(new byte[] {9, 9}, NOON.plus(HOUR), NOON.plus(DAY)));

        assertEquals(new Lookup.Missing(), after(Duration.ZERO));
    }

    @Test
    void a_damaged_item_is_missing_told_once_and_keeps_nobody_from_the_others() {
        cache.keep(KEY, Samples.kept("x"), HOUR, DAY);
        store.damaged.add("damaged");

        for (int i = 0; i < 10; i++) {
            assertEquals(
                    new Lookup.Missing(),
                    cache.lookup(new CacheKey("damaged", TARGET), HOUR, NOON));
            assertInstanceOf(Lookup.Fresh.class, after(Duration.ZERO));
        }

        assertEquals(List.of("kept answers that can't be read count as missing"), told);
    }

    @Test
    void a_store_that_is_down_is_as_good_as_empty_told_once_and_left_alone() {
        cache.keep(KEY, Samples.kept("x"), HOUR, DAY);
        store.down = true;
        store.asked = 0;

        for (int i = 0; i < 10; i++) {
            assertEquals(new Lookup.Missing(), cache.lookup(KEY, HOUR, clock.instant()));
            cache.keep(KEY, Samples.kept("x"), HOUR, DAY);
        }

        assertEquals(1, store.asked);
        assertEquals(1, told.size());
    }

    @Test
    void after_a_pause_one_call_tries_it_again() {
        store.down = true;
        cache.lookup(KEY, HOUR, NOON);
        clock.pass(Fuse.REST);
        for (int i = 0; i < 10; i++) {
            cache.lookup(KEY, HOUR, NOON);
        }

        assertEquals(2, store.asked);
        assertEquals(1, told.size(), "the same outage");

        store.down = false;
        clock.pass(Fuse.REST);
        for (int i = 0; i < 10; i++) {
            cache.lookup(KEY, HOUR, NOON);
        }
        assertEquals(12, store.asked);

        store.down = true;
        cache.lookup(KEY, HOUR, NOON);
        assertEquals(2, told.size(), "another outage");
    }
}
