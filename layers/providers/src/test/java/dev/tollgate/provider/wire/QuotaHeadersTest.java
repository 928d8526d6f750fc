package dev.tollgate.provider.wire;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.tollgate.http.Headers;
import dev.tollgate.routing.Quota;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class QuotaHeadersTest {
    private static final Instant NOW = Instant.parse("2026-11-23T12:00:00Z");

    private static List<Quota> read(String... namesAndValues) {
        Headers headers = Headers.none();
        for (int i = 0; i < namesAndValues.length; i += 2) {
            headers = headers.with(namesAndValues[i], namesAndValues[i + 1]);
        }
        return QuotaHeaders.read(headers, NOW);
    }

    private static Quota quota(long limit, long remaining, Duration resetsIn) {
        return quota("x-ratelimit-limit-requests", limit, remaining, resetsIn);
    }

    private static Quota quota(String name, long limit, long remaining, Duration resetsIn) {
        return new Quota(name, limit, remaining, resetsIn);
    }

    @Test
    void requests_and_tokens_are_quotas_of_their_own_and_the_nearest_to_its_end_is_last() {
        assertEquals(
                List.of(
                        quota(5000, 4999, Duration.ofMillis(12)),
                        quota(
                                "x-ratelimit-limit-tokens",
                                150_000,
                                1_000,
                                Duration.ofMillis(59_600))),
                read(
                        "x-ratelimit-limit-requests", "5000",
                        "x-ratelimit-remaining-requests", "4999",
                        "x-ratelimit-reset-requests", "12ms",
                        "x-ratelimit-limit-tokens", "150000",
                        "x-ratelimit-remaining-tokens", "1000",
                        "x-ratelimit-reset-tokens", "59.6s"));
    }

    @ParameterizedTest
    @CsvSource({
        "1s, PT1S",
        "0s, PT0S",
        "20ms, PT0.02S",
        "6m0s, PT6M",
        "1m3.5s, PT1M3.5S",
        "14m24s, PT14M24S",
        "1h2m3s, PT1H2M3S",
        "17.399999999s, PT17.4S",
        "7, PT7S",
        "0.5, PT0.5S",
        "2d, PT24H",
        "999999h, PT24H",
        "2026-11-23T12:00:30Z, PT30S",
        "2026-11-23T13:00:30+01:00, PT30S",
        "2026-11-23T11:00:00Z, PT0S",
        "1795435210, PT10S",
        "1795435210000, PT10S",
    })
    void a_reset_may_be_a_duration_or_a_time(String written, Duration resetsIn) {
        assertEquals(
                List.of(quota(10, 5, resetsIn)),
                read(
                        "x-ratelimit-limit-requests", "10",
                        "x-ratelimit-remaining-requests", "5",
                        "x-ratelimit-reset-requests", written));
    }

    @Test
    void anthropics_reset_is_a_time_read_by_its_own_clock() {
        assertEquals(
                List.of(
                        quota(
                                "anthropic-ratelimit-requests-limit",
                                4000,
                                3999,
                                Duration.ofSeconds(15)),
                        quota(
                                "anthropic-ratelimit-output-tokens-limit",
                                80_000,
                                20_000,
                                Duration.ofSeconds(45))),
                read(
                        "anthropic-ratelimit-requests-limit", "4000",
                        "anthropic-ratelimit-requests-remaining", "3999",
                        "anthropic-ratelimit-requests-reset", "2026-11-23T12:05:15Z",
                        "anthropic-ratelimit-output-tokens-limit", "80000",
                        "anthropic-ratelimit-output-tokens-remaining", "20000",
                        "anthropic-ratelimit-output-tokens-reset", "2026-11-23T12:05:45Z",
                        "date", "Mon, 23 Nov 2026 12:05:00 GMT"));
    }

    @Test
    void azures_comes_back_evenly_in_its_period_whatever_unit_its_reset_is_in() {
        assertEquals(
                List.of(quota(120, 119, Duration.ofMillis(500))),
                read(
                        "x-ratelimit-limit-requests", "120",
                        "x-ratelimit-remaining-requests", "119",
                        "x-ratelimit-renewalperiod-requests", "60",
                        "x-ratelimit-reset-requests", "500"));
        assertEquals(
                List.of(quota(50, 20, Duration.ofSeconds(36))),
                read(
                        "x-ratelimit-limit-requests", "50",
                        "x-ratelimit-remaining-requests", "20",
                        "x-ratelimit-renewalperiod-requests", "60",
                        "x-ratelimit-reset-requests", "36"));
    }

    @ParameterizedTest
    @CsvSource({
        "-tokens-minute, PT1M",
        "-req-10-second, PT10S",
        "-tokens-month, PT24H",
        "-requests, PT1M",
        "'', PT1M",
    })
    void without_a_reset_it_takes_the_period_at_most(String counted, Duration resetsIn) {
        assertEquals(
                List.of(quota("x-ratelimit-limit" + counted, 100, 3, resetsIn)),
                read("x-ratelimit-limit" + counted, "100", "x-ratelimit-remaining" + counted, "3"));
    }

    @ParameterizedTest
    @CsvSource({
        "-1, 5",
        "x, 5",
        "'', 5",
        "0, 0",
        "10, -1",
        "10, x",
        "10, ''",
        "1e3, 5",
        "99999999999999999999, 5"
    })
    void what_is_no_number_is_no_quota(String limit, String remaining) {
        assertEquals(
                List.of(),
                read("x-ratelimit-limit-tokens", limit, "x-ratelimit-remaining-tokens", remaining));
    }

    @ParameterizedTest
    @CsvSource({"soon", "''", "-5s", "1x", "5m5", "2026-13-99T00:00:00Z"})
    void a_reset_that_is_none_is_as_good_as_not_there(String written) {
        assertEquals(
                List.of(quota("x-ratelimit-limit-tokens", 10, 10, Duration.ofMinutes(1))),
                read(
                        "x-ratelimit-limit-tokens", "10",
                        "x-ratelimit-remaining-tokens", "12",
                        "x-ratelimit-reset-tokens", written));
    }

    @Test
    void half_a_quota_is_none() {
        assertEquals(List.of(), read("x-ratelimit-remaining-tokens", "5"));
        assertEquals(List.of(), read("x-ratelimit-limit-tokens", "5"));
        assertEquals(List.of(), read("x-ratelimit-tokens-query-cost", "5"));
    }
}
