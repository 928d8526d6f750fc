package dev.tollgate.catalog;

import com.fasterxml.jackson.databind.JsonNode;
import dev.tollgate.routing.Target;
import dev.tollgate.usage.Price;
import dev.tollgate.usage.Price.Rates;
import dev.tollgate.usage.Price.Tier;
import dev.tollgate.usage.Price.Validity;
import dev.tollgate.usage.TokenClass;
import java.math.BigDecimal;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/// Reads the `prices` of a catalogue: of `provider/model`, in USD per million tokens, in place of those that Tollgate comes with. A model has one price,
/// or a list of several that hold on different days.
///
/// @param providers the names of the providers that the catalogue declares
record PriceReader(Set<String> providers) {
    /// Prices of one model.
    static final int MAX_PRICES = 100;

    /// Tiers of one price.
    static final int MAX_TIERS = 10;

    private static final long MAX_TOKENS = 1_000_000_000;
    private static final int MAX_SOURCE = 500;
    private static final String UNIT = "PerMTok";
    private static final BigDecimal TOO_MUCH = BigDecimal.valueOf(1_000_000);
    private static final int DIGITS = 12;

    Map<Target, List<Price>> read(Section section) {
        Map<Target, List<Price>> prices = new HashMap<>();
        section.each((written, node) ->
                Targets.read(written, providers, problem -> section.problem(written, problem))
                        .ifPresent(target -> prices.put(target, prices(section, written, node))));
        return prices;
    }

    private static List<Price> prices(Section section, String written, JsonNode node) {
        if (!node.isArray()) {
            return List.of(price(section.child(written, node)));
        }
        List<Price> prices = new ArrayList<>();
        section.objects(written, 1, MAX_PRICES, "prices")
                .forEach(each -> {
                    Price price = price(each);
                    if (prices.stream().anyMatch(it -> it.validity().overlaps(price.validity()))) {
                        each.problem("holds on days on which a price before it holds, too");
                    }
                    prices.add(price);
                });
        return prices;
    }

    private static Price price(Section section) {
        Validity validity = validity(section);
        Price price = price(section, "catalogue", "", validity);
        Section batch = section.section("batch");
        Optional<Price> inBatches =
                section.has("batch")
                        ? Optional.of(price(batch, price.source(), price.date(), validity))
                        : Optional.empty();
        batch.rejectUnknownKeys();
        section.rejectUnknownKeys();
        return new Price(
                price.rates(), price.tiers(), inBatches, price.source(), price.date(), validity);
    }

    private static Price price(Section section, String source, String date, Validity validity) {
        Rates rates = rates(section);
        return new Price(
                rates,
                tiers(section, rates),
                section.text("source", MAX_SOURCE).orElse(source),
                section.text("date", MAX_SOURCE).orElse(date),
                validity);
    }

    private static Rates rates(Section section) {
        Map<TokenClass, BigDecimal> rates = new EnumMap<>(TokenClass.class);
        for (TokenClass kind : TokenClass.values()) {
            String key = kind.inPrices() + UNIT;
            boolean needed = kind == TokenClass.INPUT || kind == TokenClass.OUTPUT;
            if (needed && !section.has(key)) {
                section.problem(key, "missing (an embedding's output is \"0\")");
            }
            rate(section, key)
                    .or(() -> needed ? Optional.of(BigDecimal.ZERO) : Optional.empty())
                    .ifPresent(rate -> rates.put(kind, rate));
        }
        return new Rates(rates);
    }

    /// Each tier names all rates that it has: to take a missing one from below it would be a guess, in either direction.
    private static List<Tier> tiers(Section section, Rates below) {
        List<Tier> tiers = new ArrayList<>();
        for (Section each : section.objects("tiers", 1, MAX_TIERS, "tiers")) {
            long above = each.number("aboveInputTokens", 1, MAX_TOKENS).orElse(0);
            if (!each.has("aboveInputTokens")) {
                each.problem("aboveInputTokens", "missing");
            } else if (tiers.stream().anyMatch(it -> it.aboveInputTokens() == above)) {
                each.problem("aboveInputTokens", "another tier begins there, too");
            }
            Rates rates = rates(each);
            below.own().keySet().stream()
                    .filter(kind -> !rates.own().containsKey(kind))
                    .map(kind -> kind.inPrices() + UNIT)
                    .filter(key -> !each.has(key))
                    .forEach(key -> each.problem(key, "missing: below the tier it has a rate"));
            each.rejectUnknownKeys();
            tiers.add(new Tier(above, rates));
        }
        return tiers;
    }

    private static Validity validity(Section section) {
        Optional<LocalDate> from = section.day("validFrom");
        Optional<LocalDate> to = section.day("validTo");
        if (from.isPresent() && to.isPresent() && from.get().isAfter(to.get())) {
            section.problem("validTo", "need validFrom or a day after it, got " + to.get());
        }
        return new Validity(from, to);
    }

    private static Optional<BigDecimal> rate(Section section, String key) {
        return section.decimal(
                key,
                rate -> rate.compareTo(TOO_MUCH) < 0 && Decimals.digits(rate, DIGITS),
                "a decimal from 0 to below a million, such as \"0.40\"");
    }
}
