package dev.tollgate.config;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.time.Instant;
import java.util.HashSet;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class WrittenFormsTest {
    private static final Instant NOW = Instant.parse("2026-11-23T12:00:00.123Z");

    @ParameterizedTest
    @CsvSource({
        "250ms, 250",
        "30s, 30000",
        "1.5s, 1500",
        "10m, 600000",
        "1h, 3600000",
        "30d, 2592000000"
    })
    void a_duration_is_a_number_and_a_unit(String text, long millis) {
        assertEquals(Optional.of(Duration.ofMillis(millis)), Durations.parse(text));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "s", "10", "-1s", "1e3s", "1 s", "99999999999s", "1.s", "10y"})
    void anything_else_is_none(String text) {
        assertEquals(Optional.empty(), Durations.parse(text));
    }

    @Test
    void request_ids_hold_their_time_sort_by_it_and_do_not_repeat() {
        Random random = new Random(5);
        Set<String> seen = new HashSet<>();
        for (int i = 0; i < 1_000; i++) {
            String id = Ids.request(NOW, random);
            assertEquals(Optional.of(NOW), Ids.startOf(id));
            assertTrue(seen.add(id));
        }
        assertTrue(Ids.request(NOW, random).compareTo(Ids.request(NOW.plusMillis(1), random)) < 0);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "req_",
                "req_01ARZ3NDEKTSV4RRFFQ69G5FA",
                "req_01ARZ3NDEKTSV4RRFFQ69G5FAVX",
                "req_01arz3ndektsv4rrffq69g5fav",
                "key_01ARZ3NDEKTSV4RRFFQ69G5FAV",
                "req_ZZZZZZZZZZZZZZZZZZZZZZZZZZ",
            })
    void what_is_no_request_id_has_no_time(String id) {
        assertEquals(Optional.empty(), Ids.startOf(id));
    }
}
