package dev.tollgate.cache;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.tollgate.cache.CacheUse.Bypass;
import dev.tollgate.cache.CacheUse.Use;
import dev.tollgate.http.Headers;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class CacheUseTest {
    private static final Duration HOUR = Duration.ofHours(1);
    private static final Duration DAY = Duration.ofDays(1);
    private static final Optional<CacheRule> RULE = Optional.of(new CacheRule(HOUR, DAY, true));

    private static CacheUse use(Optional<CacheRule> rule, String... headers) {
        return CacheUse.of(rule, Headers.copyOf(Map.of("X-Tollgate-Cache", List.of(headers))));
    }

    @Test
    void without_a_rule_and_a_header_nothing_is_kept() {
        assertEquals(new Bypass(), CacheUse.of(Optional.empty(), Headers.none()));
        assertEquals(new Bypass(), use(Optional.empty(), "no-cache"));
    }

    @Test
    void an_aliass_rule_holds_for_its_calls() {
        assertEquals(new Use(true, HOUR, DAY, true), CacheUse.of(RULE, Headers.none()));
    }

    @Test
    void no_cache_wants_a_fresh_answer_which_is_kept() {
        assertEquals(new Use(false, HOUR, DAY, false), use(RULE, "no-cache"));
        assertEquals(
                new Use(false, Duration.ofSeconds(5), Duration.ZERO, false),
                use(Optional.empty(), "no-cache, ttl=5"));
    }

    @Test
    void no_store_leaves_no_trace() {
        assertEquals(new Bypass(), use(RULE, "no-store"));
        assertEquals(new Bypass(), use(RULE, "ttl=60,no-store"));
    }

    @ParameterizedTest
    @CsvSource({"ttl=60, 60", "ttl=10m, 600", "ttl=1, 1", "ttl=30d, 2592000", "ttl=1.5h, 5400"})
    void a_time_of_the_calls_own_switches_the_cache_on(String header, long seconds) {
        assertEquals(
                new Use(true, Duration.ofSeconds(seconds), Duration.ZERO, false),
                use(Optional.empty(), header));
        assertEquals(new Use(true, Duration.ofSeconds(seconds), DAY, true), use(RULE, header));
    }

    @Test
    void several_headers_are_one() {
        assertEquals(
                new Use(false, Duration.ofSeconds(7), DAY, false), use(RULE, "no-cache", "ttl=7"));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "max-age=60",
                "no-cache,",
                "ttl",
                "ttl=",
                "ttl=0",
                "ttl=999ms",
                "ttl=-1",
                "ttl=31d",
                "ttl=1,ttl=2",
                "NO-STORE",
                "ttl=99999999999"
            })
    void what_is_malformed_is_refused_with_what_would_be_right(String header) {
        InvalidHeader refused = assertThrows(InvalidHeader.class, () -> use(RULE, header));

        assertEquals("x-tollgate-cache", refused.header());
        assertTrue(refused.message().contains("ttl=10m"));
    }
}
