package dev.tollgate.function.usage;

import dev.tollgate.function.usage.FocusRules.Rule;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.function.Predicate;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;

/// Which columns there are, their names and order: FocusColumnHandling, CustomColumnHandling, DatasetCompleteness, and each column's feature level.
final class FocusHeaderRules {
    private static final List<String> MANDATORY =
            List.of(
                    "BilledCost",
                    "BillingAccountId",
                    "BillingAccountName",
                    "BillingCurrency",
                    "BillingPeriodEnd",
                    "BillingPeriodStart",
                    "ChargeCategory",
                    "ChargeClass",
                    "ChargeDescription",
                    "ChargePeriodEnd",
                    "ChargePeriodStart",
                    "ContractedCost",
                    "EffectiveCost",
                    "HostProviderName",
                    "InvoiceIssuerName",
                    "ListCost",
                    "ListUnitPrice",
                    "PricingQuantity",
                    "PricingUnit",
                    "ServiceCategory",
                    "ServiceName",
                    "ServiceProviderName");

    /// Conditional ones whose condition we meet: unit prices, measured usage, sub accounts, tags.
    private static final List<String> CONDITIONAL =
            List.of(
                    "ConsumedQuantity",
                    "ConsumedUnit",
                    "ContractedUnitPrice",
                    "PricingCategory",
                    "SkuId",
                    "SkuMeter",
                    "SkuPriceDetails",
                    "SkuPriceId",
                    "SubAccountId",
                    "SubAccountName",
                    "Tags");

    private static final List<String> RECOMMENDED =
            List.of("ChargeFrequency", "InvoiceId", "ServiceSubcategory");

    static final List<String> KNOWN =
            Stream.of(MANDATORY, CONDITIONAL, RECOMMENDED).flatMap(List::stream).toList();

    private FocusHeaderRules() {}

    static List<Rule> all() {
        List<Rule> rules = new ArrayList<>();
        for (String column : KNOWN) {
            rules.add(
                    header(
                            column,
                            "is there",
                            names -> names.contains(column),
                            names -> names.stream().filter(name -> !name.equals(column)).toList()));
        }
        rules.add(
                header(
                        "all",
                        "no column is there twice",
                        names -> new HashSet<>(names).size() == names.size(),
                        names -> plus(names, names.getLast())));
        rules.add(
                header(
                        "all",
                        "what the specification does not define has the prefix x_",
                        names ->
                                names.stream()
                                        .allMatch(name ->
                                                KNOWN.contains(name) || name.startsWith("x_")),
                        names -> plus(names, "Alias")));
        rules.add(
                header(
                        "all",
                        "names are in Pascal case, of letters and digits, at most 50",
                        names ->
                                names.stream()
                                        .allMatch(name ->
                                                name.matches("(x_)?[A-Z][A-Za-z0-9]*")
                                                        && name.length() <= 50),
                        names -> plus(names, "x_some_thing")));
        rules.add(
                header(
                        "all",
                        "the specification's columns come first, then ours, each in alphabetical order",
                        names ->
                                names.equals(
                                        Stream.concat(
                                                        names.stream()
                                                                .filter(KNOWN::contains)
                                                                .sorted(),
                                                        names.stream()
                                                                .filter(it -> !KNOWN.contains(it))
                                                                .sorted())
                                                .toList()),
                        List::reversed));
        return rules;
    }

    private static Rule header(
            String column,
            String says,
            Predicate<List<String>> kept,
            UnaryOperator<List<String>> breaking) {
        return new Rule(
                column,
                says,
                table -> kept.test(table.header()),
                table -> new CsvTable(breaking.apply(table.header()), table.rows()));
    }

    private static List<String> plus(List<String> names, String name) {
        return Stream.concat(names.stream(), Stream.of(name)).toList();
    }
}
