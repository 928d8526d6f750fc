package dev.tollgate.usage;

import com.fasterxml.jackson.databind.JsonNode;
import java.math.BigDecimal;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// Reads a price list: `{version, prices: [{provider, model, ids, prefixes, input, output, ..., tiers, validFrom, validTo, source, date}]}`,
/// amounts in USD per million tokens as decimal text.
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
        List<Price.Tier> tiers = new ArrayList<>();
        row.path("tiers")
                .forEach(tier ->
                        tiers.add(
                                new Price.Tier(
                                        tier.path("aboveInputTokens").asLong(), rates(tier))));
        Price price =
                new Price(
                        rates(row),
                        tiers,
                        row.path("source").asText(),
                        row.path("date").asText(),
                        new Price.Validity(day(row, "validFrom"), day(row, "validTo")));
        return new PriceList.Row(
                row.path("provider").asText(), ids, texts(row.path("prefixes")), price);
    }

    private static Price.Rates rates(JsonNode row) {
        Optional<BigDecimal> write5m = rate(row, "cacheWrite5m");
        return new Price.Rates(
                rate(row, "input").orElseThrow(),
                rate(row, "output").orElse(BigDecimal.ZERO),
                rate(row, "cacheRead"),
                write5m.isPresent() ? write5m : rate(row, "cacheWrite"),
                rate(row, "cacheWrite1h"),
                rate(row, "inputAudio"),
                rate(row, "cacheReadAudio"),
                rate(row, "outputAudio"));
    }

    private static Optional<BigDecimal> rate(JsonNode row, String key) {
        return row.has(key) ? Optional.of(new BigDecimal(row.get(key).asText())) : Optional.empty();
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
