package dev.tollgate.provider;

import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import dev.tollgate.http.Json;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.Test;

class BuiltInPricesTest {
    private static final List<String> VENDORS =
            List.of(
                    "openai",
                    "anthropic",
                    "gemini",
                    "bedrock",
                    "mistral",
                    "groq",
                    "deepseek",
                    "xai");

    @Test
    void every_price_has_a_source_and_a_date() {
        JsonNode document = document();
        document.path("prices")
                .forEach(row -> {
                    assertTrue(row.path("source").asText().startsWith("https://"), row.toString());
                    assertTrue(row.path("date").asText().matches("\\d{4}-\\d{2}(-\\d{2})?"));
                });
        for (String vendor : VENDORS) {
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
            return Json.tree(Objects.requireNonNull(in).readAllBytes());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
