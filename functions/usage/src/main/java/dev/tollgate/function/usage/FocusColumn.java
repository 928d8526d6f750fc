package dev.tollgate.function.usage;

import dev.tollgate.http.Json;
import dev.tollgate.rollup.Dimension.Property;
import dev.tollgate.rollup.Measure;
import java.math.BigDecimal;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/// A column of the FOCUS export, by its id in the specification; `x_` is before those that it has not, or not yet.
///
/// FOCUS 1.4: https://focus.finops.org. Its own columns come first, ours after them, each in alphabetical order. What it calls a billing account is a provider of the
/// catalogue, which stands for one account there; a sub account is a team.
///
/// @param of empty is null
record FocusColumn(String id, Function<FocusRow, Optional<String>> of) {
    static final List<FocusColumn> ALL =
            List.of(
                    number("BilledCost", FocusRow::cost),
                    text("BillingAccountId", row -> row.value(Property.PROVIDER)),
                    text("BillingAccountName", row -> row.value(Property.PROVIDER)),
                    text("BillingCurrency", _ -> "USD"),
                    text("BillingPeriodEnd", row -> Period.endOfMonth(row.start()).toString()),
                    text("BillingPeriodStart", row -> Period.startOfMonth(row.start()).toString()),
                    text("ChargeCategory", _ -> "Usage"),
                    none("ChargeClass"),
                    text("ChargeDescription", row -> row.meter() + " of " + target(row)),
                    text("ChargeFrequency", _ -> "Usage-Based"),
                    text("ChargePeriodEnd", row -> row.end().toString()),
                    text("ChargePeriodStart", row -> row.start().toString()),
                    number("ConsumedQuantity", FocusRow::consumed),
                    text("ConsumedUnit", FocusRow::consumedUnit),
                    number("ContractedCost", FocusRow::cost),
                    number("ContractedUnitPrice", FocusRow::unitPrice),
                    number("EffectiveCost", FocusRow::cost),
                    text("HostProviderName", row -> row.value(Property.PROVIDER)),
                    none("InvoiceId"),
                    text("InvoiceIssuerName", row -> row.value(Property.PROVIDER)),
                    number("ListCost", FocusRow::cost),
                    number("ListUnitPrice", FocusRow::unitPrice),
                    text("PricingCategory", _ -> "Standard"),
                    number("PricingQuantity", FocusRow::pricingQuantity),
                    text("PricingUnit", FocusRow::pricingUnit),
                    text("ServiceCategory", _ -> "AI and Machine Learning"),
                    text("ServiceName", row -> row.value(Property.PROVIDER) + " API"),
                    text("ServiceProviderName", row -> row.value(Property.PROVIDER)),
                    text("ServiceSubcategory", _ -> "Generative AI"),
                    text("SkuId", FocusColumn::sku),
                    text("SkuMeter", FocusRow::meter),
                    text("SkuPriceDetails", FocusColumn::details),
                    text("SkuPriceId", FocusColumn::sku),
                    text("SubAccountId", FocusRow::team),
                    text("SubAccountName", FocusRow::team),
                    new FocusColumn("Tags", FocusRow::tags),
                    text("x_Alias", row -> row.value(Property.ALIAS)),
                    new FocusColumn("x_CallCount", FocusColumn::calls),
                    text("x_ConsumerId", FocusRow::team),
                    text("x_CredentialId", row -> row.value(Property.KEY)),
                    new FocusColumn("x_ModelDeveloper", FocusColumn::developer),
                    text("x_ModelId", row -> row.value(Property.MODEL)),
                    new FocusColumn("x_PriceVersion", row -> row.maybe(Property.PRICE_VERSION)),
                    text("x_PrincipalId", row -> row.value(Property.KEY)),
                    new FocusColumn("x_TokenCacheAction", FocusRow::cacheAction),
                    text("x_TokenClass", row -> row.kind().written()),
                    text("x_TokenDirection", FocusRow::direction),
                    text("x_Unpriced", row -> Boolean.toString(row.unpriced())));

    private static FocusColumn text(String id, Function<FocusRow, String> of) {
        return new FocusColumn(id, row -> Optional.of(of.apply(row)));
    }

    private static FocusColumn number(String id, Function<FocusRow, BigDecimal> of) {
        return text(id, row -> of.apply(row).toPlainString());
    }

    private static FocusColumn none(String id) {
        return new FocusColumn(id, _ -> Optional.empty());
    }

    private static String target(FocusRow row) {
        return row.value(Property.PROVIDER) + "/" + row.value(Property.MODEL);
    }

    /// The same for every price of the same tokens of a model.
    private static String sku(FocusRow row) {
        return target(row) + "/" + row.kind().written();
    }

    private static String details(FocusRow row) {
        var json = Json.object().put("x_ModelId", row.value(Property.MODEL));
        developer(row).ifPresent(name -> json.put("x_ModelDeveloper", name));
        row.cacheAction().ifPresent(action -> json.put("x_TokenCacheAction", action));
        return json.put("x_TokenDirection", row.direction()).toString();
    }

    private static Optional<String> calls(FocusRow row) {
        return row.first()
                ? Optional.of(Long.toString(row.figures().of(Measure.CALLS)))
                : Optional.empty();
    }

    /// Where a host names its models after who made them, as in `openai/gpt-oss-120b`.
    private static Optional<String> developer(FocusRow row) {
        String model = row.value(Property.MODEL);
        int slash = model.indexOf('/');
        return slash > 0 ? Optional.of(model.substring(0, slash)) : Optional.empty();
    }
}
