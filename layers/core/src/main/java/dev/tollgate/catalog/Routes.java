package dev.tollgate.catalog;

import dev.tollgate.api.ApiError;
import dev.tollgate.config.Timing;
import dev.tollgate.conversation.Ask;
import dev.tollgate.identity.Principal;
import dev.tollgate.routing.Call.Operation;
import dev.tollgate.routing.Chart;
import dev.tollgate.routing.Course;
import dev.tollgate.routing.ModelFacts;
import dev.tollgate.routing.Plan;
import dev.tollgate.routing.Safeguards;
import dev.tollgate.routing.Stack;
import dev.tollgate.routing.Target;
import dev.tollgate.routing.Upstream;
import dev.tollgate.usage.Cost;
import dev.tollgate.usage.Estimate;
import dev.tollgate.usage.PriceList;
import dev.tollgate.usage.Usage;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.random.RandomGenerator;

/// One version of the catalogue, ready to serve: a way behind every alias.
public record Routes(
        long version, Catalog catalog, Map<String, Way> ways, PriceList builtInPrices) {

    /// @param estimate counts a call's input, where its way depends on that
    /// @param safeguards what outlives this version
    public static Routes of(
            long version,
            Catalog catalog,
            UpstreamFactory providers,
            PriceList prices,
            Estimate estimate,
            Safeguards safeguards,
            Timing timing) {
        Map<Target, Upstream> upstreams = new HashMap<>();
        Map<Target, ModelFacts> facts = new HashMap<>();
        Map<String, Way> ways = new HashMap<>();
        for (Alias alias : catalog.aliases().values()) {
            Plan plan = alias.plan();
            for (Target target : plan.all()) {
                ProviderSpec spec = specOf(target, catalog);
                ModelFacts said = catalog.models().getOrDefault(target, ModelFacts.UNKNOWN);
                upstreams.computeIfAbsent(target, it -> providers.connect(spec, it, said));
                facts.computeIfAbsent(target, it -> providers.facts(spec, it, said));
            }
            ways.put(
                    alias.name(),
                    new Way(
                            new Chart(
                                    alias.name(),
                                    plan,
                                    it -> facts.getOrDefault(it, ModelFacts.UNKNOWN),
                                    estimate),
                            plan.stack(
                                    it -> Objects.requireNonNull(upstreams.get(it)),
                                    safeguards,
                                    timing)));
        }
        return new Routes(version, catalog, ways, prices);
    }

    private static ProviderSpec specOf(Target target, Catalog catalog) {
        return Objects.requireNonNull(catalog.providers().get(target.provider()));
    }

    /// How calls of an alias go: the chart that shows each its course, and what carries it along.
    public record Way(Chart chart, Stack stack) {}

    /// The way that calls of an alias take.
    ///
    /// @throws ApiError 404 if there is no such alias, 403 if the principal may not call it
    public Route resolve(String alias, Principal principal) {
        if (!ways.containsKey(alias)) {
            throw ApiError.unknownAlias(alias);
        }
        if (!principal.mayCall(alias)) {
            throw ApiError.aliasForbidden(alias);
        }
        return named(alias);
    }

    /// The way of an alias that the catalogue itself leads to, whoever calls.
    ///
    /// @throws IllegalArgumentException if there is no such alias
    public Route named(String alias) {
        Way way = ways.get(alias);
        if (way == null) {
            throw new IllegalArgumentException("no alias '" + alias + "'");
        }
        return new Route(alias, way, this);
    }

    /// The aliases that a principal may call, in order of their names.
    public List<String> visibleTo(Principal principal) {
        return catalog.aliases().keySet().stream().filter(principal::mayCall).toList();
    }

    public PriceBook prices() {
        return new PriceBook(version, catalog, builtInPrices);
    }

    /// What an answer of a target cost.
    public Cost cost(Target target, Usage usage, Instant when) {
        return prices().cost(target, usage, when);
    }

    /// Makes the upstream of one target.
    public interface UpstreamFactory {
        /// @param catalogued what the catalogue says of the model
        Upstream connect(ProviderSpec provider, Target target, ModelFacts catalogued);

        /// All that is known of a target's model: what the catalogue says, and where it says nothing what Tollgate comes with.
        ModelFacts facts(ProviderSpec provider, Target target, ModelFacts catalogued);
    }

    /// The way of one call.
    public record Route(String alias, Way way, Routes routes) {
        public Plan plan() {
            return way.chart().plan();
        }

        public long version() {
            return routes.version();
        }

        /// @param sticky the call's value of what the alias's split sticks to
        public Course course(
                Operation operation, Ask ask, Optional<String> sticky, RandomGenerator random) {
            return way.chart().course(operation, ask, sticky, random);
        }

        public Upstream along(Course course) {
            return way.stack().along(course);
        }
    }
}
