package dev.tollgate.usage;

import com.fasterxml.jackson.databind.JsonNode;
import java.math.BigDecimal;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// Reads a price list: `{version, prices: [{provider, model, ids, prefixes, input, output, ..., tiers, batch, validFrom, validTo, source, date}]}`,
/// amounts in USD per million tokens as decimal text, each under [TokenClass#inPrices]. `batch` is a price within the price, with a source and a date
/// of its own.
public final class PriceListReader {
    private PriceListReader() {}

    public static PriceList read(JsonNode document) {
        List<PriceList.Row> rows = new ArrayList<>();
        document.path("prices").forEach(row -> rows.add(row(row)));
        return new PriceList(document.path("version").asText(), rows);
    }

    private static PriceList.Row row(JsonNode row) {
        List<String> ids = new ArrayList<>(texts(row.path("ids")));
        ids.add(row.path("model").asText());
        return new PriceList.Row(
                row.path("provider").asText(), ids, texts(row.path("prefixes")), price(row));
    }

    private static Price price(JsonNode row) {
        List<Price.Tier> tiers = new ArrayList<>();
        row.path("tiers")
                .forEach(tier ->
                        tiers.add(
                                new Price.Tier(
                                        tier.path("aboveInputTokens").asLong(), rates(tier))));
        return new Price(
                rates(row),
                tiers,
                row.has("batch") ? Optional.of(price(row.path("batch"))) : Optional.empty(),
                row.path("source").asText(),
                row.path("date").asText(),
                new Price.Validity(day(row, "validFrom"), day(row, "validTo")));
    }

    /// Embeddings have no output.
    private static Price.Rates rates(JsonNode row) {
        Map<TokenClass, BigDecimal> rates = new EnumMap<>(TokenClass.class);
        rates.put(TokenClass.OUTPUT, BigDecimal.ZERO);
        for (TokenClass kind : TokenClass.values()) {
            if (row.has(kind.inPrices())) {
                rates.put(kind, new BigDecimal(row.get(kind.inPrices()).asText()));
            }
        }
        return new Price.Rates(rates);
    }

    private static Optional<LocalDate> day(JsonNode row, String key) {
        return row.has(key)
                ? Optional.of(LocalDate.parse(row.get(key).asText()))
                : Optional.empty();
    }

    private static List<String> texts(JsonNode array) {
        List<String> texts = new ArrayList<>();
        array.forEach(text -> texts.add(text.asText()));
        return texts;
    }
}
