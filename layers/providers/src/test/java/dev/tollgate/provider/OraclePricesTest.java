package dev.tollgate.provider;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import dev.tollgate.http.Json;
import dev.tollgate.usage.Price;
import dev.tollgate.usage.PriceList;
import dev.tollgate.usage.Usage;
import java.io.IOException;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIf;

/// Real usage with its price in USD against our price list. Runs where the oracle is at hand.
class OraclePricesTest {
    private static final Path ORACLE = Path.of("../../../shared/oracle/usage-costs.jsonl");

    /// Before the price changes of August 2026, after which the oracle's rows were taken at the old prices.
    private static final LocalDate DAY = LocalDate.parse("2026-07-15");

    private static final Map<String, String> VENDORS =
            Map.of(
                    "openai", "openai",
                    "anthropic", "anthropic",
                    "google", "gemini",
                    "aws", "bedrock",
                    "mistral", "mistral",
                    "groq", "groq",
                    "deepseek", "deepseek",
                    "x-ai", "xai");

    static boolean oracleIsHere() {
        return Files.isRegularFile(ORACLE);
    }

    @Test
    @EnabledIf("oracleIsHere")
    void our_prices_equal_the_oracles_to_the_nano_dollar() throws IOException {
        PriceList prices = BuiltInPrices.load();
        List<String> differing = new ArrayList<>();
        int matched = 0;
        int unpriced = 0;
        for (String line : Files.readAllLines(ORACLE)) {
            JsonNode row = Json.tree(line.getBytes(UTF_8));
            String vendor = VENDORS.get(row.path("provider").asText());
            if (vendor == null) {
                continue;
            }
            Optional<Price> price = prices.find(vendor, row.path("model").asText(), DAY);
            if (price.isEmpty()) {
                unpriced++;
            } else if (price.get().cost(usage(row.path("usage"))) == expectedNanoUsd(row)) {
                matched++;
            } else {
                differing.add(line.substring(0, Math.min(200, line.length())));
            }
        }
        System.out.printf(
                "oracle: matched %d, differing %d, not priced %d%n",
                matched, differing.size(), unpriced);

        assertEquals(List.of(), differing);
        assertTrue(matched > 900, "matched only " + matched);
    }

    @Test
    void every_price_has_a_source_and_a_date() {
        JsonNode document = document();
        document.path("prices")
                .forEach(row -> {
                    assertTrue(row.path("source").asText().startsWith("https://"), row.toString());
                    assertTrue(row.path("date").asText().matches("\\d{4}-\\d{2}(-\\d{2})?"));
                });
        for (String vendor : VENDORS.values()) {
            assertTrue(BuiltInPrices.load().knows(vendor), vendor);
        }
    }

    @Test
    void only_embeddings_have_no_price_for_output() {
        document()
                .path("prices")
                .forEach(row ->
                        assertTrue(
                                row.has("output") || row.path("model").asText().contains("embed"),
                                row.toString()));
    }

    private static JsonNode document() {
        try (var in = BuiltInPrices.class.getResourceAsStream("prices.json")) {
            return Json.tree(java.util.Objects.requireNonNull(in).readAllBytes());
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }

    private static Usage usage(JsonNode usage) {
        return new Usage(
                usage.path("input_tokens").asLong(),
                usage.path("cache_read_tokens").asLong(),
                usage.path("cache_write_tokens").asLong(),
                0,
                usage.path("input_audio_tokens").asLong(),
                0,
                usage.path("output_tokens").asLong(),
                usage.path("output_reasoning_tokens").asLong(),
                0,
                false);
    }

    private static long expectedNanoUsd(JsonNode row) {
        return new BigDecimal(row.path("inputUsd").asText("0"))
                .add(new BigDecimal(row.path("outputUsd").asText("0")))
                .movePointRight(9)
                .setScale(0, RoundingMode.HALF_UP)
                .longValueExact();
    }
}
