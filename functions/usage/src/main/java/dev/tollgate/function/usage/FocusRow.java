package dev.tollgate.function.usage;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.tollgate.http.Json;
import dev.tollgate.rollup.Dimension;
import dev.tollgate.rollup.Dimension.Tag;
import dev.tollgate.rollup.Figures;
import dev.tollgate.rollup.Measure;
import dev.tollgate.usage.TokenClass;
import java.math.BigDecimal;
import java.math.MathContext;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/// One charge: the tokens of one class that the calls of one charge period, with the same values, have used.
///
/// @param start of the charge period
/// @param end of it, not included
/// @param values of the calls
/// @param first whether this is the first row of these calls: it tells how many there were, so that a sum over rows is right
record FocusRow(
        String team,
        Instant start,
        Instant end,
        Map<Dimension, Optional<String>> values,
        Figures figures,
        TokenClass kind,
        boolean first) {
    /// Digits of a unit price: enough that price x quantity, rounded to 1e-9 USD, is the cost.
    private static final MathContext PRICE = new MathContext(30);

    private static final BigDecimal MILLION = BigDecimal.valueOf(1_000_000);

    String value(Dimension dimension) {
        return values.getOrDefault(dimension, Optional.empty()).orElse("");
    }

    Optional<String> maybe(Dimension dimension) {
        return values.getOrDefault(dimension, Optional.empty());
    }

    /// Whether there are tokens to count. If there are none, but a cost, the calls themselves are counted.
    private boolean hasTokens() {
        return figures.tokens(kind) > 0;
    }

    BigDecimal cost() {
        return Column.usd(figures.nanoUsd(kind));
    }

    BigDecimal consumed() {
        return BigDecimal.valueOf(hasTokens() ? figures.tokens(kind) : figures.of(Measure.CALLS));
    }

    String consumedUnit() {
        return hasTokens() ? "Tokens" : "Requests";
    }

    BigDecimal pricingQuantity() {
        return hasTokens() ? consumed().divide(MILLION) : consumed();
    }

    String pricingUnit() {
        return hasTokens() ? "1000000 Tokens" : "Requests";
    }

    /// What the calls paid on average, as tiers of price and rounding differ from call to call; 0 if their price is not known.
    BigDecimal unitPrice() {
        return cost().divide(pricingQuantity(), PRICE);
    }

    /// Whether nobody knows what the tokens cost.
    boolean unpriced() {
        return figures.of(Measure.UNPRICED_CALLS) > 0;
    }

    Optional<String> tags() {
        SortedMap<String, String> tags = new TreeMap<>();
        values.forEach((dimension, value) -> {
            if (dimension instanceof Tag(String name)) {
                value.ifPresent(text -> tags.put(name, text));
            }
        });
        ObjectNode json = Json.object();
        tags.forEach(json::put);
        return Optional.of(json.toString());
    }

    /// `Read` and `Write` are the provider's cache; input that is neither is `Uncached`.
    Optional<String> cacheAction() {
        return switch (kind) {
            case CACHE_READ, CACHE_READ_AUDIO -> Optional.of("Read");
            case CACHE_WRITE, CACHE_WRITE_1H -> Optional.of("Write");
            case INPUT, INPUT_AUDIO, INPUT_IMAGE -> Optional.of("Uncached");
            case OUTPUT, REASONING, OUTPUT_AUDIO, OUTPUT_IMAGE -> Optional.empty();
        };
    }

    String direction() {
        return kind.isInput() ? "Input" : "Output";
    }

    String meter() {
        return switch (kind) {
            case INPUT -> "Input Tokens";
            case CACHE_READ -> "Cache Read Input Tokens";
            case CACHE_WRITE -> "Cache Write Input Tokens";
            case CACHE_WRITE_1H -> "Cache Write 1 Hour Input Tokens";
            case INPUT_AUDIO -> "Audio Input Tokens";
            case CACHE_READ_AUDIO -> "Cache Read Audio Input Tokens";
            case INPUT_IMAGE -> "Image Input Tokens";
            case OUTPUT -> "Output Tokens";
            case REASONING -> "Reasoning Output Tokens";
            case OUTPUT_AUDIO -> "Audio Output Tokens";
            case OUTPUT_IMAGE -> "Image Output Tokens";
        };
    }
}
