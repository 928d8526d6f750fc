package dev.tollgate.catalog;

import dev.tollgate.api.ApiError;
import dev.tollgate.config.Timing;
import dev.tollgate.identity.Principal;
import dev.tollgate.routing.ModelFacts;
import dev.tollgate.routing.Plan;
import dev.tollgate.routing.Safeguards;
import dev.tollgate.routing.Stack;
import dev.tollgate.routing.Target;
import dev.tollgate.routing.Upstream;
import dev.tollgate.usage.Cost;
import dev.tollgate.usage.Price;
import dev.tollgate.usage.PriceList;
import dev.tollgate.usage.Usage;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;

/// One version of the catalogue, ready to serve: a stack of policies and providers behind every alias.
public record Routes(
        long version, Catalog catalog, Map<String, Stack> stacks, PriceList builtInPrices) {

    public static Routes of(
            long version,
            Catalog catalog,
            UpstreamFactory providers,
            PriceList prices,
            Timing timing) {
        return of(version, catalog, providers, prices, Safeguards.NONE, timing);
    }

    /// @param safeguards what outlives this version
    public static Routes of(
            long version,
            Catalog catalog,
            UpstreamFactory providers,
            PriceList prices,
            Safeguards safeguards,
            Timing timing) {
        Map<Target, Upstream> upstreams = new HashMap<>();
        Map<String, Stack> stacks = new HashMap<>();
        for (Alias alias : catalog.aliases().values()) {
            for (Target target : alias.plan().all()) {
                upstreams.computeIfAbsent(target, it -> connect(it, catalog, providers));
            }
            stacks.put(
                    alias.name(),
                    alias.plan()
                            .stack(
                                    it -> Objects.requireNonNull(upstreams.get(it)),
                                    safeguards,
                                    timing));
        }
        return new Routes(version, catalog, stacks, prices);
    }

    private static Upstream connect(Target target, Catalog catalog, UpstreamFactory providers) {
        return providers.connect(
                Objects.requireNonNull(catalog.providers().get(target.provider())),
                target,
                catalog.models().getOrDefault(target, ModelFacts.UNKNOWN));
    }

    /// The way that calls of an alias take.
    ///
    /// @throws ApiError 404 if there is no such alias, 403 if the principal may not call it
    public Route resolve(String alias, Principal principal) {
        Alias found = catalog.aliases().get(alias);
        Stack stack = stacks.get(alias);
        if (found == null || stack == null) {
            throw ApiError.unknownAlias(alias);
        }
        if (!principal.mayCall(alias)) {
            throw ApiError.aliasForbidden(alias);
        }
        return new Route(alias, found.plan(), stack, this);
    }

    /// The aliases that a principal may call, in order of their names.
    public List<String> visibleTo(Principal principal) {
        return catalog.aliases().keySet().stream().filter(principal::mayCall).toList();
    }

    /// What an answer of a target cost.
    public Cost cost(Target target, Usage usage, Instant when) {
        Price override = catalog.prices().get(target);
        if (override != null) {
            return new Cost.Priced(override.cost(usage), "catalogue-" + version);
        }
        ProviderSpec provider = catalog.providers().get(target.provider());
        String vendor = provider == null ? target.provider() : provider.vendor();
        LocalDate day = LocalDate.ofInstant(when, ZoneOffset.UTC);
        Optional<Price> listed = builtInPrices.find(vendor, target.model(), day);
        return listed.<Cost>map(
                        price -> new Cost.Priced(price.cost(usage), builtInPrices.version()))
                .orElseGet(Cost.Unpriced::new);
    }

    /// Makes the upstream of one target.
    @FunctionalInterface
    public interface UpstreamFactory {
        /// @param catalogued what the catalogue says of the model
        Upstream connect(ProviderSpec provider, Target target, ModelFacts catalogued);
    }

    /// The way of one call.
    public record Route(String alias, Plan plan, Stack stack, Routes routes) {
        public long version() {
            return routes.version();
        }
    }
}
