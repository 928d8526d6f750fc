package dev.tollgate.usage;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.tollgate.http.Json;
import java.math.BigDecimal;
import java.time.LocalDate;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class PriceTest {
    private static final LocalDate TODAY = LocalDate.parse("2026-11-23");

    private static final PriceList LIST =
            PriceListReader.read(
                    Json.tree(
                            """
                            {"version": "v1", "prices": [
                              {"provider": "a", "model": "m", "ids": ["m-1"], "prefixes": ["m-2", "m-2-long"],
                               "input": "1.00", "output": "4.00", "cacheRead": "0.10", "cacheWrite": "1.25",
                               "cacheWrite1h": "2.00", "inputAudio": "10.00", "outputAudio": "40.00",
                               "tiers": [{"aboveInputTokens": 200000, "input": "2.00", "output": "8.00",
                                          "cacheRead": "0.20"}], "source": "s", "date": "2026-08"},
                              {"provider": "a", "model": "painter", "input": "1.00", "output": "4.00", "cacheRead": "0.10",
                               "reasoning": "2.00", "inputImage": "3.00", "outputImage": "30.00", "source": "s", "date": "2026",
                               "batch": {"input": "0.50", "output": "2.00", "source": "b", "date": "2027",
                                         "tiers": [{"aboveInputTokens": 200, "input": "1.00", "output": "4.00"}]}},
                              {"provider": "a", "model": "odd", "input": "0.0375", "output": "0.15", "source": "s", "date": "2026"},
                              {"provider": "a", "model": "dated", "input": "1", "output": "1", "validTo": "2026-08-31", "source": "s", "date": "2026"},
                              {"provider": "a", "model": "dated", "input": "2", "output": "2", "validFrom": "2026-09-01", "source": "s", "date": "2026"}
                            ]}
                            """
                                    .getBytes(UTF_8)));

    private static Price price(String model) {
        return LIST.find("a", model, TODAY).orElseThrow();
    }

    @Test
    void every_class_of_tokens_is_priced_at_its_own_rate() {
        Usage usage = new Usage(1_000, 400, 100, 50, 30, 0, 500, 200, 40, false);
        long plainInput = 1_000 - 400 - 100 - 50 - 30;
        long expected =
                plainInput * 1_000
                        + 400 * 100
                        + 100 * 1_250
                        + 50 * 2_000
                        + 30 * 10_000
                        + 460 * 4_000
                        + 40 * 40_000;

        assertEquals(expected, price("m").cost(usage));
    }

    @Test
    void reasoning_and_images_may_have_rates_of_their_own() {
        Usage usage = new Usage(1_000, 400, 0, 0, 0, 0, 200, 900, 500, 0, 300, false);

        assertEquals(
                400 * 1_000 + 400 * 100 + 200 * 3_000 + 100 * 4_000 + 500 * 2_000 + 300 * 30_000,
                price("painter").cost(usage));
    }

    @Test
    void a_batch_has_rates_tiers_and_a_source_of_its_own() {
        Price batch = price("painter").batch().orElseThrow();

        assertEquals(500 + 2_000, batch.cost(Usage.of(1, 1)));
        assertEquals(201 * 1_000, batch.cost(Usage.of(201, 0)));
        assertEquals("b", batch.source());
        assertEquals(Optional.empty(), price("m").batch());
    }

    @Test
    void no_rate_of_a_class_stands_in_another_ones_place() {
        for (TokenClass kind : TokenClass.values()) {
            Map<TokenClass, BigDecimal> own = new EnumMap<>(TokenClass.class);
            own.put(TokenClass.INPUT, BigDecimal.ONE);
            own.put(TokenClass.OUTPUT, BigDecimal.ONE);
            own.put(kind, BigDecimal.TEN);
            Price.Rates rates = new Price.Rates(own);

            assertEquals(BigDecimal.TEN, rates.of(kind));
            for (TokenClass other : TokenClass.values()) {
                boolean part = List.of(other, other.whole(), other.whole().whole()).contains(kind);
                assertEquals(part ? BigDecimal.TEN : BigDecimal.ONE, rates.of(other));
            }
        }
    }

    @Test
    void a_class_without_a_rate_takes_that_of_the_class_it_is_part_of() {
        assertEquals(
                price("odd").cost(Usage.of(1_000, 1_000)),
                price("odd").cost(new Usage(1_000, 300, 200, 100, 50, 10, 1_000, 400, 60, false)));
    }

    @Test
    void a_tier_prices_every_token_once_the_input_exceeds_its_threshold() {
        assertEquals(200_000L * 1_000 + 4_000, price("m").cost(Usage.of(200_000, 1)));
        assertEquals(200_001L * 2_000 + 8_000, price("m").cost(Usage.of(200_001, 1)));
    }

    @Test
    void fractions_of_a_nano_dollar_are_rounded_once_at_the_end() {
        // 37.5 and 150 nano-dollars a token
        assertEquals(38, price("odd").cost(Usage.of(1, 0)));
        assertEquals(75, price("odd").cost(Usage.of(2, 0)));
    }

    @Test
    void large_amounts_stay_exact() {
        assertEquals(
                3_000_000_000_000L * 1_000, price("dated").cost(Usage.of(1_500_000_000_000L, 0)));
    }

    @Test
    void an_exact_id_beats_a_prefix_and_case_does_not_matter() {
        assertTrue(LIST.find("a", "M-1", TODAY).isPresent());
        assertTrue(LIST.find("a", "m-2026", TODAY).isPresent());
        assertEquals(Optional.empty(), LIST.find("a", "m-3", TODAY));
        assertEquals(Optional.empty(), LIST.find("b", "m", TODAY));
    }

    @Test
    void a_dated_price_holds_on_its_days_only() {
        assertEquals(
                1_000,
                LIST.find("a", "dated", LocalDate.parse("2026-08-31"))
                        .orElseThrow()
                        .cost(Usage.of(1, 0)));
        assertEquals(
                2_000,
                LIST.find("a", "dated", LocalDate.parse("2026-09-01"))
                        .orElseThrow()
                        .cost(Usage.of(1, 0)));
    }

    @Test
    void money_is_written_in_plain_decimals() {
        assertEquals("0.000000001", Money.usd(1));
        assertEquals("0", Money.usd(0));
        assertEquals("12.5", Money.usd(12_500_000_000L));
    }
}
