package dev.tollgate.catalog;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.tollgate.api.ApiError;
import dev.tollgate.config.StoreUnavailable;
import dev.tollgate.config.Timing;
import dev.tollgate.telemetry.Telemetry;
import dev.tollgate.usage.PriceList;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;

class LiveCatalogTest {
    private Instant now = Instant.parse("2026-11-23T12:00:00Z");
    private final List<byte[]> versions = new ArrayList<>();
    private boolean down;
    private int asked;
    private Duration outageTakes = Duration.ZERO;
    private Hang hang = () -> {};
    private int read;

    private final LiveCatalog catalog =
            new LiveCatalog(
                    new Store(),
                    new CatalogReader(Map.of("openai", DialectSpec.plain("openai")), false),
                    (version, read) -> new Routes(version, read, Map.of(), PriceList.empty()),
                    new Timing(new TestClock(), _ -> {}, new Random(1)),
                    Telemetry.silent());

    private void put(String alias) {
        versions.add(
                "{\"providers\":{\"p\":{\"dialect\":\"openai\"}},\"aliases\":{\"%s\":\"p/m\"}}"
                        .formatted(alias)
                        .getBytes(UTF_8));
    }

    private Set<String> aliases() {
        return catalog.get().catalog().aliases().keySet();
    }

    @Test
    void an_empty_store_is_version_0_without_aliases() {
        assertEquals(0, catalog.get().version());
        assertEquals(Set.of(), aliases());
    }

    @Test
    void a_new_version_is_seen_at_most_10_seconds_later() {
        put("old");
        assertEquals(Set.of("old"), aliases());
        put("new");
        now = now.plus(Duration.ofSeconds(10));

        assertEquals(Set.of("new"), aliases());
        assertEquals(2, catalog.get().version());
    }

    @Test
    void
            the_store_is_asked_once_within_the_time_to_live_and_the_document_read_only_when_it_changed() {
        put("a");
        for (int i = 0; i < 100; i++) {
            aliases();
        }
        assertEquals(1, asked);
        now = now.plus(Duration.ofSeconds(6));
        aliases();

        assertEquals(2, asked);
        assertEquals(1, read);
    }

    @Test
    void the_last_good_version_serves_on_while_the_store_is_down() {
        put("a");
        aliases();
        down = true;
        now = now.plus(Duration.ofHours(1));

        assertEquals(Set.of("a"), aliases());
        down = false;
        put("b");
        now = now.plus(Duration.ofSeconds(1));
        assertEquals(Set.of("b"), aliases());
    }

    @Test
    void an_outage_that_takes_its_time_delays_one_call_a_second_and_no_other() throws Exception {
        put("a");
        aliases();
        down = true;
        outageTakes = Duration.ofSeconds(3);
        now = now.plus(Duration.ofHours(1));
        aliases();
        int before = asked;
        for (int i = 0; i < 100; i++) {
            assertEquals(Set.of("a"), aliases());
        }

        assertEquals(before, asked);
    }

    @Test
    void while_one_call_asks_a_store_that_hangs_the_others_go_on() throws Exception {
        put("a");
        aliases();
        down = true;
        now = now.plus(Duration.ofHours(1));
        aliases();
        now = now.plus(Duration.ofSeconds(2));
        CountDownLatch release = new CountDownLatch(1);
        CountDownLatch asking = new CountDownLatch(1);
        hang =
                () -> {
                    asking.countDown();
                    release.await();
                };
        Thread first = Thread.ofVirtual().start(this::aliases);
        asking.await();

        assertEquals(Set.of("a"), aliases());
        release.countDown();
        first.join();
    }

    @Test
    void the_last_good_version_serves_on_when_the_store_holds_what_cannot_be_read() {
        put("a");
        aliases();
        versions.add("{\"aliases\":{\"x\":\"unknown/model\"}}".getBytes(UTF_8));
        now = now.plus(Duration.ofSeconds(10));

        assertEquals(Set.of("a"), aliases());
    }

    @Test
    void a_store_that_was_never_reached_is_a_503_that_says_when_to_come_back() {
        down = true;

        ApiError error = assertThrows(ApiError.class, catalog::get);
        assertEquals(503, error.status());
        assertTrue(error.headers().first("retry-after").isPresent());
    }

    /// What keeps a caller of the store waiting.
    private interface Hang {
        void hang() throws InterruptedException;
    }

    private final class Store implements CatalogStore {
        @Override
        public long currentVersion() {
            asked++;
            if (down) {
                now = now.plus(outageTakes);
                try {
                    hang.hang();
                } catch (InterruptedException e) {
                    throw new AssertionError(e);
                }
                throw new StoreUnavailable("down", new IllegalStateException());
            }
            return versions.size();
        }

        @Override
        public Version read(long version) {
            read++;
            return new Version(version, versions.get((int) version - 1), now, "test");
        }

        @Override
        public long put(long expected, byte[] document, Instant at, String author) {
            throw new AssertionError("nobody writes here");
        }
    }

    private final class TestClock extends Clock {
        @Override
        public Instant instant() {
            return now;
        }

        @Override
        public ZoneId getZone() {
            return ZoneOffset.UTC;
        }

        @Override
        public Clock withZone(ZoneId zone) {
            return this;
        }
    }
}
