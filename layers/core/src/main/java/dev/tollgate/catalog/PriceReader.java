package dev.tollgate.catalog;

import dev.tollgate.routing.Target;
import dev.tollgate.usage.Price;
import java.math.BigDecimal;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/// Reads the `prices` of a catalogue: of `provider/model`, in USD per million tokens, in place of those that Tollgate comes with.
///
/// @param providers the names of the providers that the catalogue declares
record PriceReader(Set<String> providers) {
    private static final BigDecimal TOO_MUCH = BigDecimal.valueOf(1_000_000);
    private static final int DIGITS = 12;

    Map<Target, Price> read(Section section) {
        Map<Target, Price> prices = new HashMap<>();
        section.each((written, node) -> {
            Section price = section.child(written, node);
            Targets.read(written, providers, price::problem)
                    .ifPresent(target -> prices.put(target, price(price)));
        });
        return prices;
    }

    private static Price price(Section section) {
        Price.Rates rates =
                new Price.Rates(
                        required(section, "inputPerMTok"),
                        required(section, "outputPerMTok"),
                        rate(section, "cacheReadPerMTok"),
                        rate(section, "cacheWritePerMTok"),
                        rate(section, "cacheWrite1hPerMTok"),
                        rate(section, "inputAudioPerMTok"),
                        rate(section, "cacheReadAudioPerMTok"),
                        rate(section, "outputAudioPerMTok"));
        section.rejectUnknownKeys();
        return new Price(rates, List.of(), "catalogue", "", Price.Validity.ALWAYS);
    }

    private static BigDecimal required(Section section, String key) {
        return rate(section, key)
                .orElseGet(() -> {
                    section.problem(key, "missing, or no price (an embedding's output is \"0\")");
                    return BigDecimal.ZERO;
                });
    }

    private static Optional<BigDecimal> rate(Section section, String key) {
        return section.decimal(
                key,
                rate -> rate.compareTo(TOO_MUCH) < 0 && Decimals.digits(rate, DIGITS),
                "a decimal from 0 to below a million, such as \"0.40\"");
    }
}
