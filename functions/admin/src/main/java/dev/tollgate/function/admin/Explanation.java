package dev.tollgate.function.admin;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.tollgate.Order;
import dev.tollgate.cache.Cache;
import dev.tollgate.cache.Cache.Lookup;
import dev.tollgate.cache.CacheUse;
import dev.tollgate.config.StoreUnavailable;
import dev.tollgate.config.Timing;
import dev.tollgate.http.Json;
import dev.tollgate.limits.Limits;
import dev.tollgate.limits.Standing;
import dev.tollgate.routing.BreakerStore;
import dev.tollgate.routing.BreakerStore.State;
import dev.tollgate.routing.Course.Stop;
import dev.tollgate.routing.Target;
import dev.tollgate.usage.Cost;
import dev.tollgate.usage.Estimate;
import dev.tollgate.usage.Money;
import dev.tollgate.usage.Usage;
import java.time.Duration;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/// An order, told: who, what, which way, what stands in it, and what it would cost.
record Explanation(
        Limits limits, BreakerStore breakers, Cache cache, Estimate estimate, Timing timing) {

    ObjectNode of(Order order) {
        ObjectNode told = Json.object();
        told.putObject("principal")
                .put("key", order.principal().keyId())
                .put("team", order.principal().team());
        ObjectNode tags = told.putObject("tags");
        order.tags().values().forEach(tags::put);
        told.put("alias", order.route().alias())
                .put("catalog_version", order.route().version())
                .put("dialect", order.dialect().name())
                .put("operation", order.operation().name().toLowerCase(Locale.ROOT))
                .put("streamed", order.ask().streamed())
                .put("priority", order.priority().written())
                .put("log", order.log().written())
                .put("deadline_ms", order.deadline().remaining(order.at()).toMillis());
        order.course().variant().ifPresent(it -> told.put("variant", it.name()));
        plan(order, told);
        told.set("limits", limits(order));
        told.set("cache", cache(order));
        told.set("estimate", estimate(order));
        return told;
    }

    private void plan(Order order, ObjectNode told) {
        Set<Target> all = new LinkedHashSet<>();
        order.course().stops().forEach(stop -> all.add(stop.target()));
        order.course()
                .detours()
                .values()
                .forEach(stops -> stops.forEach(it -> all.add(it.target())));
        Map<Target, State> states = states(all);
        told.set("plan", stops(order.course().stops(), states));
        ObjectNode detours = told.putObject("fallback_on");
        order.course()
                .detours()
                .forEach((kind, stops) -> detours.set(kind.written(), stops(stops, states)));
    }

    private Map<Target, State> states(Set<Target> targets) {
        try {
            return breakers.read(targets, timing.now());
        } catch (StoreUnavailable _) { // every breaker acts as closed then
            return Map.of();
        }
    }

    private ArrayNode stops(List<Stop> stops, Map<Target, State> states) {
        ArrayNode list = JsonNodeFactory.instance.arrayNode();
        for (Stop stop : stops) {
            ObjectNode told = list.addObject().put("target", stop.target().toString());
            stop.window().ifPresent(tokens -> told.put("context_window", tokens));
            stop.skipped().ifPresent(why -> told.put("skipped", why));
            states.getOrDefault(stop.target(), State.NONE)
                    .opening()
                    .filter(opening -> opening.holds(timing.now()))
                    .ifPresent(opening ->
                            told.put(
                                    "skipped",
                                    "is left alone until %s: %s"
                                            .formatted(
                                                    opening.until(), opening.cause().written())));
        }
        return list;
    }

    /// Those that count the call, and those on every provider that it may reach.
    private ArrayNode limits(Order order) {
        Set<Standing> standings = new LinkedHashSet<>();
        order.course().targets().stream()
                .map(Target::provider)
                .distinct()
                .forEach(provider -> standings.addAll(peek(order, provider)));
        ArrayNode list = JsonNodeFactory.instance.arrayNode();
        for (Standing standing : standings) {
            list.addObject()
                    .put("limit", standing.limit().name())
                    .put("whose", standing.whose())
                    .put("max", standing.max())
                    .put("remaining", standing.remaining())
                    .put("resets_in_ms", standing.resetsIn().toMillis())
                    .put("has_room", standing.fits());
        }
        return list;
    }

    private List<Standing> peek(Order order, String provider) {
        return limits.peek(
                order.route().routes().catalog().limits(),
                order.subject(),
                Optional.of(provider),
                order.priority(),
                order.need());
    }

    private ObjectNode cache(Order order) {
        ObjectNode told = Json.object();
        if (!(order.cache() instanceof CacheUse.Use use) || order.cacheKey().isEmpty()) {
            return told.put("use", "bypass");
        }
        String state =
                switch (cache.lookup(order.cacheKey().get(), use.ttl(), timing.now())) {
                    case Lookup.Fresh(_, Duration age) -> "fresh, " + age.toSeconds() + " s old";
                    case Lookup.Stale(_, Duration age) -> "stale, " + age.toSeconds() + " s old";
                    case Lookup.Missing() -> "missing";
                };
        return told.put("use", use.read() ? "read and keep" : "keep")
                .put("key", order.cacheKey().get().hash())
                .put("ttl_ms", use.ttl().toMillis())
                .put("answer", state);
    }

    private ObjectNode estimate(Order order) {
        Usage usage = order.expected(estimate);
        ObjectNode told =
                Json.object()
                        .put("input_tokens", usage.input())
                        .put("output_tokens", usage.output());
        return switch (order.route().routes().cost(order.firstTarget(), usage, order.at())) {
            case Cost.Priced(long nanoUsd, String version, _) ->
                    told.put("cost_usd", Money.usd(nanoUsd)).put("price_version", version);
            case Cost.Unpriced() -> told.putNull("cost_usd").put("unpriced", true);
        };
    }
}
