package dev.tollgate.provider;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import dev.tollgate.http.Json;
import dev.tollgate.usage.Price;
import dev.tollgate.usage.Price.Validity;
import dev.tollgate.usage.TokenClass;
import dev.tollgate.usage.Usage;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.math.BigDecimal;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
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

    private static final Set<String> RATES =
            Arrays.stream(TokenClass.values())
                    .map(TokenClass::inPrices)
                    .collect(Collectors.toSet());

    private static final Set<String> BATCH = with(RATES, "tiers", "source", "date");
    private static final Set<String> TIER = with(RATES, "aboveInputTokens");
    private static final Set<String> ROW =
            with(
                    BATCH,
                    "provider",
                    "model",
                    "ids",
                    "prefixes",
                    "batch",
                    "validFrom",
                    "validTo",
                    "note");

    @Test
    void every_price_has_a_source_and_a_date() {
        assertEquals(List.of(), rows(row -> !isSourced(row)));
        assertEquals(List.of(), rows(row -> row.has("batch") && !isSourced(row.path("batch"))));
        for (String vendor : VENDORS) {
            assertTrue(BuiltInPrices.load().knows(vendor), vendor);
        }
    }

    private static boolean isSourced(JsonNode price) {
        return price.path("source").asText().startsWith("https://")
                && price.path("date").asText().matches("\\d{4}-\\d{2}(-\\d{2})?");
    }

    @Test
    void every_key_is_one_that_is_read() {
        assertEquals(List.of(), rows(row -> !knows(ROW, row)));
        assertEquals(List.of(), rows(row -> row.has("batch") && !knows(BATCH, row.path("batch"))));
        assertEquals(
                List.of(),
                rows(row ->
                        !row.findValues("tiers").stream().allMatch(BuiltInPricesTest::areTiers)));
    }

    private static boolean areTiers(JsonNode tiers) {
        return stream(tiers).allMatch(tier -> knows(TIER, tier));
    }

    @Test
    void a_tier_has_all_rates_that_the_price_has_below_it() {
        assertEquals(
                List.of(),
                rows(row ->
                        stream(row.path("tiers"))
                                .anyMatch(tier -> !rates(tier).equals(rates(row)))));
    }

    /// Where two rows name the same models, a call's day must choose between them.
    @Test
    void no_two_prices_of_one_model_hold_on_the_same_day() {
        Map<String, List<Validity>> byName = new TreeMap<>();
        List<String> twice = new ArrayList<>();
        for (JsonNode row : document().path("prices")) {
            Validity validity = new Validity(day(row, "validFrom"), day(row, "validTo"));
            for (String name : names(row)) {
                List<Validity> others = byName.computeIfAbsent(name, _ -> new ArrayList<>());
                if (others.stream().anyMatch(validity::overlaps)) {
                    twice.add(name);
                }
                others.add(validity);
            }
        }
        assertEquals(List.of(), twice);
    }

    private static Set<String> names(JsonNode row) {
        String vendor = row.path("provider").asText() + "/";
        Set<String> names = new TreeSet<>();
        names.add(vendor + row.path("model").asText().toLowerCase(Locale.ROOT));
        row.path("ids").forEach(id -> names.add(vendor + id.asText().toLowerCase(Locale.ROOT)));
        row.path("prefixes")
                .forEach(id -> names.add(vendor + id.asText().toLowerCase(Locale.ROOT) + "*"));
        return names;
    }

    private static Optional<LocalDate> day(JsonNode row, String key) {
        return row.has(key)
                ? Optional.of(LocalDate.parse(row.path(key).asText()))
                : Optional.empty();
    }

    @Test
    void only_embeddings_have_no_price_for_output() {
        assertEquals(
                List.of(),
                rows(row -> !row.has("output") && !row.path("model").asText().contains("embed")));
    }

    @Test
    void images_and_batches_have_the_prices_that_are_published() {
        Price image =
                BuiltInPrices.load()
                        .find("gemini", "gemini-2.5-flash-image", LocalDate.parse("2026-11-24"))
                        .orElseThrow();
        assertEquals(new BigDecimal("30.00"), image.rates().of(TokenClass.OUTPUT_IMAGE));
        assertEquals(new BigDecimal("2.50"), image.rates().of(TokenClass.OUTPUT));

        Price claude =
                BuiltInPrices.load()
                        .find("anthropic", "claude-sonnet-4-5", LocalDate.parse("2026-11-24"))
                        .orElseThrow();
        Price batch = claude.batch().orElseThrow();
        Usage large = new Usage(300_000, 100_000, 50_000, 20_000, 0, 0, 1_000, 100, 0, false);
        assertEquals(claude.cost(large), 2 * batch.cost(large));
    }

    private static boolean knows(Set<String> keys, JsonNode object) {
        return stream(object.properties()).map(Map.Entry::getKey).allMatch(keys::contains);
    }

    private static Set<String> rates(JsonNode object) {
        return stream(object.properties())
                .map(Map.Entry::getKey)
                .filter(RATES::contains)
                .collect(Collectors.toSet());
    }

    private static Set<String> with(Set<String> keys, String... more) {
        return Stream.concat(keys.stream(), Arrays.stream(more)).collect(Collectors.toSet());
    }

    private static List<JsonNode> rows(Predicate<JsonNode> wrong) {
        return stream(document().path("prices")).filter(wrong).toList();
    }

    private static <T> Stream<T> stream(Iterable<T> values) {
        return StreamSupport.stream(values.spliterator(), false);
    }

    private static JsonNode document() {
        try (var in = BuiltInPrices.class.getResourceAsStream("prices.json")) {
            return Json.tree(Objects.requireNonNull(in).readAllBytes());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
