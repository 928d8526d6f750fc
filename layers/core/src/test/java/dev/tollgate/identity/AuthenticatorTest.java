package dev.tollgate.identity;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.tollgate.api.ApiError;
import dev.tollgate.api.Tags;
import dev.tollgate.config.Fuse;
import dev.tollgate.config.StoreUnavailable;
import dev.tollgate.config.Timing;
import dev.tollgate.http.Headers;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class AuthenticatorTest {
    private static final String KEY = "tg_right";

    private Instant now = Instant.parse("2026-11-23T12:00:00Z");
    private final List<VirtualKey> stored = new ArrayList<>();
    private boolean down;
    private int asked;
    private int told;

    private final Authenticator authenticator =
            new Authenticator(
                    new Store(),
                    new Timing(new Moving(), _ -> {}, new Random(1)),
                    (_, _) -> told++);

    AuthenticatorTest() {
        KeyHash hash = KeyHash.of(KEY);
        stored.add(
                new VirtualKey(
                        hash,
                        "test",
                        new Principal(hash.id(), "team", Set.of(Role.APP), Tags.none(), Set.of()),
                        now));
    }

    private int statusOf(Headers headers) {
        return assertThrows(ApiError.class, () -> authenticator.authenticate(headers)).status();
    }

    @ParameterizedTest
    @CsvSource({
        "authorization, Bearer tg_right",
        "authorization, bearer tg_right",
        "Authorization, 'Bearer  tg_right '",
        "x-api-key, tg_right",
    })
    void a_key_is_taken_from_either_header(String name, String value) {
        assertEquals("team", authenticator.authenticate(Headers.of(name, value)).team());
    }

    @ParameterizedTest
    @CsvSource({
        "x-other, tg_right",
        "authorization, Basic tg_right",
        "authorization, Bearer",
        "authorization, 'Bearer '",
        "x-api-key, tg_wrong",
        "x-api-key, TG_RIGHT",
    })
    void anything_else_is_a_401(String name, String value) {
        assertEquals(401, statusOf(Headers.of(name, value)));
    }

    @Test
    void an_endless_key_is_refused_before_it_is_hashed_or_looked_up() {
        assertEquals(401, statusOf(Headers.of("x-api-key", "x".repeat(10_000))));
        assertEquals(0, asked);
    }

    @Test
    void what_the_store_said_holds_for_10_seconds_and_no_longer() {
        Headers headers = Headers.of("x-api-key", KEY);
        authenticator.authenticate(headers);
        stored.clear();
        now = now.plus(Duration.ofMillis(9_999));
        authenticator.authenticate(headers);
        assertEquals(1, asked);

        now = now.plus(Duration.ofMillis(1));
        assertEquals(401, statusOf(headers));
    }

    @Test
    void a_wrong_key_is_not_looked_up_again_and_again() {
        for (int i = 0; i < 100; i++) {
            statusOf(Headers.of("x-api-key", "tg_wrong"));
        }

        assertEquals(1, asked);
    }

    @Test
    void a_known_key_serves_on_while_the_store_is_down_and_an_unknown_one_is_a_503() {
        authenticator.authenticate(Headers.of("x-api-key", KEY));
        down = true;
        now = now.plus(Duration.ofHours(1));

        assertEquals("team", authenticator.authenticate(Headers.of("x-api-key", KEY)).team());
        assertEquals(503, statusOf(Headers.of("x-api-key", "tg_never_seen")));
    }

    @Test
    void an_outage_is_told_once_and_not_asked_after_at_every_call() {
        Headers headers = Headers.of("x-api-key", KEY);
        authenticator.authenticate(headers);
        down = true;
        now = now.plus(Duration.ofMinutes(1));
        for (int i = 0; i < 100; i++) {
            authenticator.authenticate(headers);
        }

        assertEquals(2, asked);
        assertEquals(1, told);
        now = now.plus(Fuse.REST);
        authenticator.authenticate(headers);
        assertEquals(3, asked);
    }

    @Test
    void guessing_does_not_push_out_a_good_key() {
        authenticator.authenticate(Headers.of("x-api-key", KEY));
        for (int i = 0; i < 20_000; i++) {
            statusOf(Headers.of("x-api-key", "tg_guess_" + i));
        }
        int before = asked;
        authenticator.authenticate(Headers.of("x-api-key", KEY));

        assertEquals(before, asked);
    }

    @Test
    void a_hash_and_its_id_do_not_show_the_key() {
        assertEquals(28, KeyHash.of(KEY).id().length());
        assertEquals(true, KeyHash.of(KEY).matches(KeyHash.of(KEY)));
        assertEquals(false, KeyHash.of(KEY).matches(KeyHash.of("tg_other")));
        assertEquals("Secret[***]", new Secret("sk-1").toString());
    }

    private final class Store implements KeyStore {
        @Override
        public Optional<VirtualKey> find(String id) {
            asked++;
            if (down) {
                throw new StoreUnavailable("down", new IllegalStateException());
            }
            return stored.stream().filter(key -> key.id().equals(id)).findFirst();
        }

        @Override
        public void put(VirtualKey key) {
            stored.add(key);
        }

        @Override
        public boolean delete(String id) {
            return stored.removeIf(key -> key.id().equals(id));
        }

        @Override
        public List<VirtualKey> list() {
            return List.copyOf(stored);
        }
    }

    private final class Moving extends Clock {
        @Override
        public Instant instant() {
            return now;
        }

        @Override
        public java.time.ZoneId getZone() {
            return ZoneOffset.UTC;
        }

        @Override
        public Clock withZone(java.time.ZoneId zone) {
            return this;
        }
    }
}
