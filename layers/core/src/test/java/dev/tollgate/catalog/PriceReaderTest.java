package dev.tollgate.catalog;

import static dev.tollgate.catalog.Written.problems;
import static dev.tollgate.catalog.Written.read;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.tollgate.http.Json;
import dev.tollgate.routing.Target;
import dev.tollgate.usage.Price;
import dev.tollgate.usage.PriceList;
import dev.tollgate.usage.TokenClass;
import dev.tollgate.usage.Usage;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.junit.jupiter.api.Test;

class PriceReaderTest {
    private static final Target MODEL = new Target("p", "m");

    private static List<Price> prices(String written) {
        return Objects.requireNonNull(read("'prices':{'p/m':" + written + "}").prices().get(MODEL));
    }

    private static long nanoUsd(String day, List<Price> prices) {
        PriceBook book = new PriceBook(3, Catalog.empty(), PriceList.empty());
        return book.with(Map.of(MODEL, prices))
                .cost(MODEL, Usage.of(1, 0), Instant.parse(day + "T23:59:59Z"))
                .knownNanoUsd();
    }

    @Test
    void every_class_of_tokens_tiers_batches_and_days_can_be_written() {
        Price price =
                prices(
                                """
                                {'inputPerMTok': '1', 'outputPerMTok': 4, 'cacheReadPerMTok': '0.1', 'cacheWritePerMTok': '1.25',
                                 'cacheWrite1hPerMTok': '2', 'inputAudioPerMTok': '10', 'cacheReadAudioPerMTok': '0.5',
                                 'outputAudioPerMTok': '40', 'reasoningPerMTok': '3', 'inputImagePerMTok': '5',
                                 'outputImagePerMTok': '30', 'source': 'our contract', 'date': '2026-11', 'validTo': '2026-12-31',
                                 'batch': {'inputPerMTok': '0.5', 'outputPerMTok': '2',
                                           'tiers': [{'aboveInputTokens': 10, 'inputPerMTok': '0.7', 'outputPerMTok': '2'}]}}
                                """)
                        .getFirst();

        List<String> rates =
                List.of("1", "0.1", "1.25", "2", "10", "0.5", "5", "4", "3", "40", "30");
        for (TokenClass kind : TokenClass.values()) {
            assertEquals(
                    new BigDecimal(rates.get(List.of(TokenClass.values()).indexOf(kind))),
                    price.rates().of(kind));
        }
        assertEquals("our contract", price.source());
        Price batch = price.batch().orElseThrow();
        assertEquals("our contract", batch.source());
        assertEquals(11 * 700, batch.cost(Usage.of(11, 0)));
    }

    @Test
    void of_several_prices_that_of_the_day_counts() {
        List<Price> prices =
                prices(
                        """
                        [{'inputPerMTok': 1, 'outputPerMTok': 1, 'validTo': '2026-08-31'},
                         {'inputPerMTok': 2, 'outputPerMTok': 2, 'validFrom': '2026-09-01'}]
                        """);
        assertEquals(1_000, nanoUsd("2026-08-31", prices));
        assertEquals(2_000, nanoUsd("2026-09-01", prices));
    }

    @Test
    void all_problems_are_named_each_with_its_path() {
        assertEquals(
                List.of(
                        "prices.q/m: unknown provider 'q' (known: p)",
                        "prices.p/a.validTo: need validFrom or a day after it, got 2026-01-01",
                        "prices.p/a.inputPerMTok: need a decimal from 0 to below a million, such as \"0.40\", got \"-1\"",
                        "prices.p/a.outputPerMTok: missing (an embedding's output is \"0\")",
                        "prices.p/a.tiers[0].cacheReadPerMTok: missing: below the tier it has a rate",
                        "prices.p/a.tiers[1].aboveInputTokens: another tier begins there, too",
                        "prices.p/a.tiers[1].output: unknown key (known: "
                                + "aboveInputTokens, cacheReadAudioPerMTok, cacheReadPerMTok, cacheWrite1hPerMTok, cacheWritePerMTok,"
                                + " inputAudioPerMTok, inputImagePerMTok, inputPerMTok, outputAudioPerMTok, outputImagePerMTok,"
                                + " outputPerMTok, reasoningPerMTok)",
                        "prices.p/a.batch.inputPerMTok: missing (an embedding's output is \"0\")",
                        "prices.p/b[1]: holds on days on which a price before it holds, too",
                        "prices.p/b[2].validFrom: need a day such as 2026-11-23, got \"soon\"",
                        "prices.p/b[2]: holds on days on which a price before it holds, too"),
                problems(
                        """
                        'prices': {
                          'q/m': {'inputPerMTok': 1, 'outputPerMTok': 1},
                          'p/a': {'inputPerMTok': '-1', 'cacheReadPerMTok': 1, 'validFrom': '2026-01-02', 'validTo': '2026-01-01',
                                  'tiers': [{'aboveInputTokens': 5, 'inputPerMTok': 1, 'outputPerMTok': 1},
                                            {'aboveInputTokens': 5, 'inputPerMTok': 1, 'outputPerMTok': 1, 'cacheReadPerMTok': 1, 'output': 1}],
                                  'batch': {'outputPerMTok': 1}},
                          'p/b': [{'inputPerMTok': 1, 'outputPerMTok': 1, 'validTo': '2026-08-31'},
                                  {'inputPerMTok': 1, 'outputPerMTok': 1, 'validFrom': '2026-08-31'},
                                  {'inputPerMTok': 1, 'outputPerMTok': 1, 'validFrom': 'soon'}]}
                        """));
    }

    @Test
    void prices_alone_may_be_of_any_provider() {
        Map<Target, List<Price>> read =
                CatalogReader.prices(
                        Json.tree(
                                "{\"gone/m\":{\"inputPerMTok\":1,\"outputPerMTok\":2}}"
                                        .getBytes(UTF_8)));
        assertEquals(Set.of(new Target("gone", "m")), read.keySet());
        assertEquals(
                "prices: need an object, got a array",
                assertThrows(
                                InvalidCatalog.class,
                                () -> CatalogReader.prices(Json.tree("[]".getBytes(UTF_8))))
                        .problems()
                        .getFirst()
                        .toString());
    }

    @Test
    void targets_without_a_price_are_told_with_how_to_give_them_one() {
        Catalog catalog =
                read(
                        """
                        'aliases': {'a': {'targets': ['p/m', 'p/known']}, 'b': 'p/m'},
                        'prices': {'p/known': {'inputPerMTok': 1, 'outputPerMTok': 1}}
                        """);
        assertEquals(
                List.of(
                        "aliases.a: p/m has no price: its calls count as unpriced and pass budgets; add prices: {\"p/m\": {inputPerMTok: \"...\", outputPerMTok: \"...\"}}"),
                new PriceBook(1, catalog, PriceList.empty()).warnings(Instant.EPOCH));
    }
}
