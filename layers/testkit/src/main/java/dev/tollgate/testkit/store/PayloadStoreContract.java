package dev.tollgate.testkit.store;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.tollgate.audit.Payload;
import dev.tollgate.audit.PayloadStore;
import dev.tollgate.config.Ids;
import dev.tollgate.config.StoreUnavailable;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// What every store of payloads does. A run needs a store of its own.
public abstract class PayloadStoreContract {
    protected static final Instant NOON = Instant.parse("2026-11-23T12:00:00.123Z");
    protected static final Instant GONE = NOON.plus(Duration.ofDays(30));

    private final Random random = new Random();

    protected abstract PayloadStore store();

    /// The same kind of store while it does not answer.
    protected abstract PayloadStore failing();

    protected Payload payload(String team, byte[] json) {
        return new Payload(team, Ids.request(NOON, random), GONE, json);
    }

    private Optional<String> find(String team, String id, Instant now) {
        return store().find(team, id, now).map(it -> new String(it.json(), UTF_8));
    }

    @Test
    void what_was_put_comes_back() {
        Payload payload = payload("a", "{\"n\":1}".getBytes(UTF_8));
        store().put(payload);

        Payload found = store().find("a", payload.id(), NOON).orElseThrow();

        assertEquals("{\"n\":1}", new String(found.json(), UTF_8));
        assertEquals("a", found.team());
        assertEquals(payload.id(), found.id());
        assertEquals(GONE, found.goneAt());
    }

    @Test
    void what_was_never_put_is_not_there() {
        assertEquals(Optional.empty(), find("a", Ids.request(NOON, random), NOON));
        assertEquals(Optional.empty(), find("a", "no id", NOON));
    }

    @Test
    void another_teams_payload_is_not_there() {
        Payload payload = payload("a", "{}".getBytes(UTF_8));
        store().put(payload);

        assertEquals(Optional.empty(), find("b", payload.id(), NOON));
        assertEquals(Optional.empty(), find("", "a#" + payload.id(), NOON));
    }

    @Test
    void a_payload_is_there_until_it_is_gone() {
        Payload payload = payload("a", "{}".getBytes(UTF_8));
        store().put(payload);

        assertEquals(Optional.of("{}"), find("a", payload.id(), GONE.minusMillis(1)));
        assertEquals(Optional.empty(), find("a", payload.id(), GONE));
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 349_000, 351_000, 1_200_000, PayloadStore.MAX_BYTES})
    void whatever_its_size_it_is_whole(int bytes) {
        byte[] noise = new byte[bytes];
        random.nextBytes(noise);
        Payload payload = payload("a", noise);
        store().put(payload);

        assertArrayEquals(noise, store().find("a", payload.id(), NOON).orElseThrow().json());
    }

    @Test
    void what_is_put_later_takes_the_place_of_what_was_there() {
        byte[] noise = new byte[800_000];
        random.nextBytes(noise);
        Payload large = payload("a", noise);
        store().put(large);
        store().put(new Payload("a", large.id(), GONE, "{}".getBytes(UTF_8)));

        assertEquals(Optional.of("{}"), find("a", large.id(), NOON));
    }

    @Test
    void a_store_that_does_not_answer_is_unavailable() {
        PayloadStore failing = failing();
        Payload payload = payload("a", "{}".getBytes(UTF_8));

        assertThrows(StoreUnavailable.class, () -> failing.put(payload));
        assertThrows(StoreUnavailable.class, () -> failing.find("a", payload.id(), NOON));
    }
}
