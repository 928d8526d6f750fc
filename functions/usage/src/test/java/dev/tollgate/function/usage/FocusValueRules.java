package dev.tollgate.function.usage;

import static dev.tollgate.function.usage.FocusRules.each;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectReader;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.tollgate.function.usage.FocusRules.Row;
import dev.tollgate.function.usage.FocusRules.Rule;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.Currency;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Collectors;

/// What a value may be, each on its own: null handling, formats, allowed values.
final class FocusValueRules {
    private static final List<String> NEVER_NULL =
            List.of(
                    "BilledCost",
                    "BillingAccountId",
                    "BillingAccountName",
                    "BillingCurrency",
                    "BillingPeriodEnd",
                    "BillingPeriodStart",
                    "ChargeCategory",
                    "ChargeDescription",
                    "ChargeFrequency",
                    "ChargePeriodEnd",
                    "ChargePeriodStart",
                    "ContractedCost",
                    "EffectiveCost",
                    "HostProviderName",
                    "InvoiceIssuerName",
                    "ListCost",
                    "ServiceCategory",
                    "ServiceName",
                    "ServiceProviderName",
                    "ServiceSubcategory");

    private static final List<String> NEVER_NULL_IN_USAGE =
            List.of(
                    "ConsumedQuantity",
                    "ContractedUnitPrice",
                    "ListUnitPrice",
                    "PricingCategory",
                    "PricingQuantity",
                    "SkuId",
                    "SkuPriceId");

    private static final List<String> NUMBERS =
            List.of(
                    "BilledCost",
                    "ConsumedQuantity",
                    "ContractedCost",
                    "ContractedUnitPrice",
                    "EffectiveCost",
                    "ListCost",
                    "ListUnitPrice",
                    "PricingQuantity",
                    "x_CallCount");

    private static final List<String> TIMES =
            List.of(
                    "BillingPeriodEnd",
                    "BillingPeriodStart",
                    "ChargePeriodEnd",
                    "ChargePeriodStart");

    private static final Map<String, List<String>> ALLOWED =
            Map.of(
                    "ChargeCategory",
                    List.of("Usage", "Purchase", "Tax", "Credit", "Adjustment"),
                    "ChargeClass",
                    List.of("Correction"),
                    "ChargeFrequency",
                    List.of("One-Time", "Recurring", "Usage-Based"),
                    "PricingCategory",
                    List.of("Standard", "Dynamic", "Committed", "Other"),
                    "x_TokenDirection",
                    List.of("Input", "Output"),
                    "x_TokenCacheAction",
                    List.of("Read", "Write", "Uncached"),
                    "x_Unpriced",
                    List.of("true", "false"));

    private static final Set<String> CURRENCIES =
            Currency.getAvailableCurrencies().stream()
                    .map(Currency::getCurrencyCode)
                    .collect(Collectors.toUnmodifiableSet());

    private static final List<String> SKU_PRICE_PROPERTIES =
            List.of(
                    "CoreCount",
                    "DiskMaxIops",
                    "DiskSpace",
                    "DiskType",
                    "GpuCount",
                    "InstanceType",
                    "InstanceSeries",
                    "MemorySize",
                    "NetworkMaxIops",
                    "NetworkMaxThroughput",
                    "OperatingSystem",
                    "Redundancy",
                    "StorageClass");

    private static final ObjectReader JSON =
            JsonMapper.builder(
                            JsonFactory.builder()
                                    .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
                                    .build())
                    .build()
                    .readerFor(JsonNode.class);

    private FocusValueRules() {}

    static List<Rule> all() {
        List<Rule> rules = new ArrayList<>();
        NEVER_NULL.forEach(it -> rules.add(each(it, "is not null", row -> row.has(it), null)));
        NEVER_NULL_IN_USAGE.forEach(it ->
                rules.add(
                        each(
                                it,
                                "is not null in a row of usage that corrects nothing",
                                row ->
                                        !row.is("ChargeCategory", "Usage")
                                                || row.has("ChargeClass")
                                                || row.has(it),
                                null)));
        NUMBERS.forEach(it ->
                rules.add(
                        ifThere(
                                it,
                                "is a number: digits, one decimal point, a sign only if below 0",
                                value -> value.matches("-?\\d+(\\.\\d+)?"),
                                "1e3")));
        TIMES.forEach(it ->
                rules.add(
                        ifThere(
                                it,
                                "is a time of ISO 8601 in UTC, YYYY-MM-DDTHH:mm:ssZ",
                                value ->
                                        value.matches("\\d{4}-\\d\\d-\\d\\dT\\d\\d:\\d\\d:\\d\\dZ"),
                                "2026-11-01T00:00:00+00:00")));
        ALLOWED.forEach((column, values) ->
                rules.add(
                        ifThere(column, "is one of " + values, values::contains, "Other things")));
        FocusHeaderRules.KNOWN.forEach(it ->
                rules.add(
                        ifThere(
                                it,
                                "what is absent is null: no empty text, no blank, no placeholder",
                                value ->
                                        !value.isBlank()
                                                && !value.matches("(?i)n/a|none|null|unknown"),
                                "")));
        rules.add(
                ifThere(
                        "BillingCurrency",
                        "is a national currency's code in ISO 4217",
                        CURRENCIES::contains,
                        "$"));
        for (String price : List.of("ListUnitPrice", "ContractedUnitPrice")) {
            rules.add(ifThere(price, "is not below 0", value -> !value.startsWith("-"), "-1"));
        }
        for (String unit : List.of("PricingUnit", "ConsumedUnit")) {
            rules.add(
                    ifThere(
                            unit,
                            "is a unit: perhaps a quantity, then capitalized plural nouns",
                            value -> value.matches("([1-9]\\d* )?([A-Z][a-z]+-)?[A-Z][a-z]*s"),
                            "tokens"));
        }
        for (String column : List.of("Tags", "SkuPriceDetails")) {
            rules.add(
                    ifThere(
                            column,
                            "is a JSON object, each key once",
                            value -> object(value).isObject(),
                            "{\"a\":1,\"a\":2}"));
            rules.add(
                    ifThere(
                            column,
                            "has numbers, texts, booleans and nulls as values, no objects or lists",
                            value -> object(value).valueStream().allMatch(JsonNode::isValueNode),
                            "{\"x_a\":[1]}"));
        }
        rules.add(
                ifThere(
                        "SkuPriceDetails",
                        "has the specification's keys, or ones that begin with x_",
                        value ->
                                object(value)
                                        .propertyStream()
                                        .map(Map.Entry::getKey)
                                        .allMatch(key ->
                                                key.startsWith("x_")
                                                        || SKU_PRICE_PROPERTIES.contains(key)),
                        "{\"ModelId\":\"a\"}"));
        rules.add(
                ifThere(
                        "x_CredentialId",
                        "is no key that a request could be made with",
                        value -> !value.startsWith("tg_"),
                        "tg_secret"));
        return rules;
    }

    private static JsonNode object(String text) {
        try {
            return JSON.readTree(text);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static Rule ifThere(String column, String says, Predicate<String> kept, String wrong) {
        Predicate<Row> row = it -> !it.has(column) || kept.test(it.text(column));
        return each(column, says, row, Objects.requireNonNull(wrong));
    }
}
