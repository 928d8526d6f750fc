package dev.tollgate.function.usage;

import static dev.tollgate.function.usage.FocusRules.each;
import static dev.tollgate.function.usage.FocusRules.with;

import dev.tollgate.function.usage.FocusRules.Row;
import dev.tollgate.function.usage.FocusRules.Rule;
import java.math.BigDecimal;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/// What values have to do with each other, in a row and across rows.
final class FocusRelationRules {
    /// How far a unit price times its quantity may be from the cost, in USD: half of what we count money in.
    static final BigDecimal TOLERANCE = new BigDecimal("0.0000000005");

    private static final BigDecimal MILLION = BigDecimal.valueOf(1_000_000);

    private static final Map<String, List<String>> SUBCATEGORIES =
            Map.of(
                    "AI and Machine Learning",
                    List.of(
                            "AI Platforms",
                            "Bots",
                            "Generative AI",
                            "Machine Learning",
                            "Natural Language Processing",
                            "Other (AI and Machine Learning)"),
                    "Databases",
                    List.of("Caching", "NoSQL Databases"));

    private FocusRelationRules() {}

    static List<Rule> all() {
        List<Rule> rules = new ArrayList<>(periods());
        rules.addAll(prices());
        rules.addAll(skus());
        rules.add(
                each(
                        "ServiceSubcategory",
                        "belongs to its ServiceCategory",
                        row ->
                                SUBCATEGORIES
                                        .getOrDefault(row.text("ServiceCategory"), List.of())
                                        .contains(row.text("ServiceSubcategory")),
                        "Caching"));
        rules.add(one("ServiceName", "ServiceCategory", "Databases"));
        rules.add(
                pair(
                        "ChargeFrequency",
                        "of a purchase is not usage-based",
                        row ->
                                !row.is("ChargeCategory", "Purchase")
                                        || !row.is("ChargeFrequency", "Usage-Based"),
                        "Usage-Based",
                        "ChargeCategory",
                        "Purchase"));
        rules.add(
                pair(
                        "x_TokenCacheAction",
                        "is told of input only",
                        row -> row.is("x_TokenDirection", "Input") == row.has("x_TokenCacheAction"),
                        null,
                        "x_TokenDirection",
                        "Input"));
        return rules;
    }

    private static List<Rule> periods() {
        return List.of(
                each(
                        "ChargePeriodEnd",
                        "is exclusive, so that it is after the start",
                        row -> row.time("ChargePeriodStart").isBefore(row.time("ChargePeriodEnd")),
                        "2020-01-01T00:00:00Z"),
                each(
                        "ChargePeriodStart",
                        "is not before the billing period",
                        row ->
                                !row.time("ChargePeriodStart")
                                        .isBefore(row.time("BillingPeriodStart")),
                        "2020-01-01T00:00:00Z"),
                each(
                        "ChargePeriodEnd",
                        "is not after the billing period",
                        row -> !row.time("ChargePeriodEnd").isAfter(row.time("BillingPeriodEnd")),
                        "2030-01-01T00:00:00Z"),
                each(
                        "BillingPeriodEnd",
                        "is exclusive: the first of the month after the start",
                        row ->
                                day(row.time("BillingPeriodEnd"))
                                        .equals(day(row.time("BillingPeriodStart")).plusMonths(1)),
                        "2026-11-30T23:59:59Z"),
                each(
                        "BillingPeriodStart",
                        "is the first of a month",
                        row -> day(row.time("BillingPeriodStart")).getDayOfMonth() == 1,
                        "2026-10-31T00:00:00Z"));
    }

    private static LocalDate day(Instant midnight) {
        return midnight.atZone(ZoneOffset.UTC).toLocalDate();
    }

    private static List<Rule> prices() {
        List<Rule> rules = new ArrayList<>();
        rules.add(product("ListCost", "ListUnitPrice"));
        rules.add(product("ContractedCost", "ContractedUnitPrice"));
        rules.add(equal("ContractedUnitPrice", "ListUnitPrice", "without negotiated prices"));
        rules.add(equal("ContractedCost", "ListCost", "without negotiated prices"));
        rules.add(equal("EffectiveCost", "BilledCost", "where nothing is prepaid"));
        rules.add(equal("BilledCost", "ContractedCost", "where no commitment covers it"));
        for (String price : List.of("ListUnitPrice", "ContractedUnitPrice", "PricingQuantity")) {
            rules.add(
                    pair(
                            price,
                            "is null where SkuPriceId is",
                            row -> row.has("SkuPriceId") || !row.has(price),
                            "1",
                            "SkuPriceId",
                            null));
        }
        for (String what : List.of("Pricing", "Consumed")) {
            rules.add(
                    each(
                            what + "Unit",
                            "is there where its quantity is, and only there",
                            row -> row.has(what + "Unit") == row.has(what + "Quantity"),
                            null));
        }
        rules.add(
                each(
                        "PricingQuantity",
                        "is what was consumed, in the unit that is priced",
                        row ->
                                row.number("PricingQuantity")
                                                .multiply(
                                                        row.text("PricingUnit")
                                                                        .startsWith("1000000 ")
                                                                ? MILLION
                                                                : BigDecimal.ONE)
                                                .compareTo(row.number("ConsumedQuantity"))
                                        == 0,
                        "12345"));
        rules.add(
                pair(
                        "x_Unpriced",
                        "what has no price costs nothing, and says so",
                        row ->
                                row.is("x_Unpriced", "false")
                                        || (row.number("BilledCost").signum() == 0
                                                && !row.has("x_PriceVersion")),
                        "true",
                        "BilledCost",
                        "1"));
        return rules;
    }

    private static Rule product(String cost, String price) {
        return each(
                cost,
                "is " + price + " x PricingQuantity",
                row ->
                        row.number(price)
                                        .multiply(row.number("PricingQuantity"))
                                        .subtract(row.number(cost))
                                        .abs()
                                        .compareTo(TOLERANCE)
                                < 0,
                "987.000000001");
    }

    private static Rule equal(String column, String other, String when) {
        return each(
                column,
                "equals " + other + " " + when,
                row -> row.number(column).compareTo(row.number(other)) == 0,
                "986.5");
    }

    private static List<Rule> skus() {
        List<Rule> rules = new ArrayList<>();
        rules.add(
                pair(
                        "SkuPriceId",
                        "has a SkuId that it belongs to",
                        row -> row.has("SkuId") || !row.has("SkuPriceId"),
                        "some/price",
                        "SkuId",
                        null));
        rules.add(
                each(
                        "SkuMeter",
                        "is there where SkuId is, and only there",
                        row -> row.has("SkuMeter") == row.has("SkuId"),
                        null));
        rules.add(one("SkuPriceId", "SkuId", "another/sku"));
        rules.add(one("SkuId", "SkuMeter", "Other Tokens"));
        rules.add(one("SkuPriceId", "SkuPriceDetails", "{\"x_Other\":true}"));
        return rules;
    }

    /// All rows of one value have one value of the other column, too.
    private static Rule one(String of, String column, String wrong) {
        return new Rule(
                column,
                "is one and the same for a " + of,
                table -> {
                    Map<String, String> seen = new HashMap<>();
                    return table.rows().stream()
                            .map(Row::new)
                            .filter(row -> row.has(of))
                            .allMatch(row -> {
                                String value = row.text(column);
                                String before = seen.putIfAbsent(row.text(of), value);
                                return before == null || before.equals(value);
                            });
                },
                table -> {
                    String first = Objects.requireNonNull(table.rows().getFirst().get(of));
                    List<Map<String, String>> rows = List.copyOf(table.rows());
                    for (int i = 1; i < rows.size(); i++) {
                        if (first.equals(rows.get(i).get(of))) {
                            return with(table, i, column, wrong);
                        }
                    }
                    throw new IllegalStateException("need two rows of " + of + " " + first);
                });
    }

    /// A rule that takes two values to break.
    private static Rule pair(
            String column,
            String says,
            Predicate<Row> kept,
            @Nullable String wrong,
            String other,
            @Nullable String otherwise) {
        Rule rule = each(column, says, kept, wrong);
        return new Rule(
                column,
                says,
                rule.kept(),
                table -> with(rule.breaking().apply(table), 0, other, otherwise));
    }
}
