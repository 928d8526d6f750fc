package dev.tollgate.provider;

import dev.tollgate.http.Json;
import dev.tollgate.usage.PriceList;
import dev.tollgate.usage.PriceListReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.Objects;

/// The price list that Tollgate comes with: `prices.json`, every price with its source and date.
public final class BuiltInPrices {
    private BuiltInPrices() {}

    public static PriceList load() {
        try (InputStream in =
                Objects.requireNonNull(BuiltInPrices.class.getResourceAsStream("prices.json"))) {
            return PriceListReader.read(Json.tree(in.readAllBytes()));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
