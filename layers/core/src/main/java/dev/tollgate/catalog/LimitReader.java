package dev.tollgate.catalog;

import com.fasterxml.jackson.databind.JsonNode;
import dev.tollgate.config.Bounds;
import dev.tollgate.limits.Limit;
import dev.tollgate.limits.Limit.Exceeded;
import dev.tollgate.limits.Limit.Measure;
import dev.tollgate.limits.Limit.Period;
import dev.tollgate.limits.Scope;
import java.math.BigDecimal;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;

/// Reads the `limits` of a catalogue: a list of rules, each of which says whose calls it counts, how much of what may pass, and what comes of more.
/// A rule makes a [Limit] of each of its measures.
///
/// @param providers the names of the providers that the catalogue declares
/// @param aliases the names of its aliases
record LimitReader(Set<String> providers, Set<String> aliases) {
    static final int MAX_RULES = 50;

    /// Values that one rule asks for.
    static final int MAX_MATCHES = 8;

    static final long MAX_PER_MINUTE = 1_000_000_000;
    static final long MAX_CONCURRENT = 10_000;
    static final long MAX_USD = 1_000_000_000;
    static final Duration MAX_WAIT = Duration.ofSeconds(60);
    static final BigDecimal MAX_LOW_HEADROOM = new BigDecimal("0.9");
    static final BigDecimal LOW_HEADROOM = new BigDecimal("0.2");

    private static final int NANO_DIGITS = 9;
    private static final Map<String, Period> PERIODS =
            Map.of("day", Period.DAY, "week", Period.WEEK, "month", Period.MONTH);
    private static final Map<String, Boolean> OUTAGE =
            Map.of("failOpen", true, "failClosed", false);

    List<Limit> read(Section root) {
        List<Limit> limits = new ArrayList<>();
        Set<String> names = new HashSet<>();
        root.list(
                "limits",
                0,
                MAX_RULES,
                "rules",
                (at, node) -> {
                    Section rule = root.child(at, node);
                    String name = rule.name("name").orElse(at);
                    if (!names.add(name)) {
                        rule.problem(
                                "name", "need a name of its own, there is another '" + name + "'");
                    }
                    limits.addAll(rule(name, rule));
                });
        return limits;
    }

    private List<Limit> rule(String name, Section rule) {
        Scope scope = scope(rule);
        Map<String, Measure> measures = measures(rule);
        Duration maxWait = rule.duration("maxWait", Duration.ZERO, Duration.ZERO, MAX_WAIT);
        Exceeded exceeded = exceeded(rule);
        double lowHeadroom =
                rule.decimal(
                                "lowHeadroom",
                                share -> share.compareTo(MAX_LOW_HEADROOM) <= 0,
                                "a share from 0 to " + MAX_LOW_HEADROOM)
                        .orElse(LOW_HEADROOM)
                        .doubleValue();
        boolean failOpen = rule.choice("onOutage", OUTAGE).orElse(true);
        rule.rejectUnknownKeys();
        List<Limit> limits = new ArrayList<>();
        measures.forEach((measured, measure) ->
                limits.add(
                        new Limit(
                                name + "." + measured,
                                scope,
                                measure,
                                maxWait,
                                exceeded,
                                lowHeadroom,
                                failOpen)));
        return limits;
    }

    private Scope scope(Section rule) {
        Optional<String> each = Dimensions.read(rule, "each");
        SortedMap<String, String> match = new TreeMap<>();
        Section matched = rule.section("match");
        matched.each((dimension, _) -> {
            if (Dimensions.check(dimension, matched, dimension)) {
                matched.text(dimension, Bounds.MAX_TAG_VALUE)
                        .ifPresent(value -> match.put(dimension, value));
            }
        });
        CatalogReader.atMost(MAX_MATCHES, match.size(), matched);
        if (!rule.has("each") && rule.get("match").isEmpty()) {
            rule.problem("need 'each' or 'match', or both: whose calls it counts");
        }
        checkExists(match, Scope.ALIAS, aliases, matched);
        checkExists(match, Scope.PROVIDER, providers, matched);
        return new Scope(each, match);
    }

    private static void checkExists(
            Map<String, String> match, String dimension, Set<String> known, Section matched) {
        Optional.ofNullable(match.get(dimension))
                .filter(value -> !known.contains(value))
                .ifPresent(value ->
                        matched.problem(
                                dimension,
                                "unknown %s '%s' (known: %s)"
                                        .formatted(dimension, value, CatalogReader.names(known))));
    }

    private static Map<String, Measure> measures(Section rule) {
        Map<String, Measure> measures = new LinkedHashMap<>();
        rule.number("requestsPerMinute", 1, MAX_PER_MINUTE)
                .ifPresent(max ->
                        measures.put("requestsPerMinute", new Measure.RequestsPerMinute(max)));
        rule.number("tokensPerMinute", 1, MAX_PER_MINUTE)
                .ifPresent(
                        max -> measures.put("tokensPerMinute", new Measure.TokensPerMinute(max)));
        rule.number("concurrent", 1, MAX_CONCURRENT)
                .ifPresent(max -> measures.put("concurrent", new Measure.Concurrent(max)));
        if (rule.has("budget")) {
            budget(rule.section("budget")).ifPresent(it -> measures.put("budget", it));
        }
        List<String> all = List.of("requestsPerMinute", "tokensPerMinute", "concurrent", "budget");
        if (all.stream().noneMatch(rule::has)) {
            rule.problem("need at least one of " + String.join(", ", all));
        }
        return measures;
    }

    private static Optional<Measure> budget(Section budget) {
        Optional<BigDecimal> usd =
                budget.decimal(
                        "usd",
                        LimitReader::isBudget,
                        "an amount above 0 and up to %d, such as 500 or \"12.50\", with at most %d digits after the point"
                                .formatted(MAX_USD, NANO_DIGITS));
        if (!budget.has("usd")) {
            budget.problem("usd", "missing: the amount, such as 500 or \"12.50\"");
        }
        Optional<Period> per = budget.choice("per", PERIODS);
        if (!budget.has("per")) {
            budget.problem("per", "missing: need day or month or week");
        }
        budget.rejectUnknownKeys();
        return usd.map(amount -> amount.movePointRight(NANO_DIGITS).longValueExact())
                .flatMap(nano -> per.map(period -> new Measure.Budget(nano, period)));
    }

    private static boolean isBudget(BigDecimal usd) {
        return usd.signum() > 0
                && usd.compareTo(BigDecimal.valueOf(MAX_USD)) <= 0
                && Decimals.digits(usd, NANO_DIGITS);
    }

    private Exceeded exceeded(Section rule) {
        JsonNode written = rule.get("exceeded");
        if (written.isMissingNode()) {
            return new Exceeded.Reject();
        }
        if (written.isObject()) {
            Section section = rule.section("exceeded");
            Optional<String> alias = section.text("downgradeTo");
            if (!section.has("downgradeTo")) {
                section.problem("downgradeTo", "missing: the alias that serves the call instead");
            }
            section.rejectUnknownKeys();
            return alias.filter(it -> CatalogReader.checkAlias(it, aliases, section, "downgradeTo"))
                    .<Exceeded>map(Exceeded.DowngradeTo::new)
                    .orElseGet(Exceeded.Reject::new);
        }
        return switch (written.asText()) {
            case "reject" -> new Exceeded.Reject();
            case "warn" -> new Exceeded.Warn();
            default -> {
                rule.problem(
                        "exceeded",
                        "need reject, warn or {downgradeTo: alias}, got "
                                + Section.abbreviate(written));
                yield new Exceeded.Reject();
            }
        };
    }
}
