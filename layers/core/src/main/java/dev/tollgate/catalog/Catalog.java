package dev.tollgate.catalog;

import dev.tollgate.audit.LoggingRules;
import dev.tollgate.cache.CacheRules;
import dev.tollgate.limits.Limit;
import dev.tollgate.routing.ModelFacts;
import dev.tollgate.routing.Target;
import dev.tollgate.usage.Price;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/// Everything that can be changed without a deployment, in one consistent piece.
///
/// @param limits every measure of every rule, in the order in which they are written
/// @param prices what the built-in price list has otherwise, or not at all; of one target, no two on the same day
/// @param models what is known of models beyond what Tollgate comes with
public record Catalog(
        SortedMap<String, ProviderSpec> providers,
        SortedMap<String, Alias> aliases,
        List<Limit> limits,
        CacheRules cache,
        LoggingRules logging,
        Map<Target, List<Price>> prices,
        Map<Target, ModelFacts> models) {

    public Catalog {
        providers = Collections.unmodifiableSortedMap(new TreeMap<>(providers));
        aliases = Collections.unmodifiableSortedMap(new TreeMap<>(aliases));
        limits = List.copyOf(limits);
        prices = Map.copyOf(prices);
        models = Map.copyOf(models);
    }

    /// The same with some prices in place of its own of the same targets.
    Catalog with(Map<Target, List<Price>> others) {
        Map<Target, List<Price>> all = new HashMap<>(prices);
        all.putAll(others);
        return new Catalog(providers, aliases, limits, cache, logging, all, models);
    }

    public static Catalog empty() {
        return new Catalog(
                new TreeMap<>(),
                new TreeMap<>(),
                List.of(),
                CacheRules.OFF,
                LoggingRules.OFF,
                Map.of(),
                Map.of());
    }
}
