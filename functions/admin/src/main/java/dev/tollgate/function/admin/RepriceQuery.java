package dev.tollgate.function.admin;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.BooleanNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.tollgate.api.ApiError;
import dev.tollgate.catalog.CatalogReader;
import dev.tollgate.catalog.InvalidCatalog;
import dev.tollgate.catalog.PriceBook;
import dev.tollgate.config.Bounds;
import dev.tollgate.http.Json;
import dev.tollgate.rollup.Dimension;
import dev.tollgate.routing.Target;
import dev.tollgate.usage.Price;
import java.time.Instant;
import java.util.Comparator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Predicate;
import java.util.regex.Pattern;

/// What is asked: `{"team": "growth", "from": "2026-11-01", "to": "2026-12-01", "prices": {...}, "catalog": true, "batch": false,
/// "target": {"openai/gpt-4.1": "openai/gpt-5-mini"}, "group_by": ["feature"]}`. Only `team` is required.
///
/// @param prices those of the catalogue in force, or of the one in `catalog`; in their place those in `prices`, written as in a catalogue
/// @param named the targets that `prices` and `target` name
/// @param instead as if the calls of one target had been made at another, with the same tokens
record RepriceQuery(
        String team,
        Period period,
        PriceBook prices,
        Set<Target> named,
        boolean batch,
        Map<Target, Target> instead,
        List<Dimension> groupBy) {
    static final int MAX_GROUP_BY = 8;
    static final int MAX_TARGETS = 100;

    private static final Set<String> MEMBERS =
            Set.of("team", "from", "to", "prices", "catalog", "batch", "target", "group_by");
    private static final Predicate<String> TEAM =
            Pattern.compile("[A-Za-z0-9][A-Za-z0-9_.-]{0,63}").asMatchPredicate();
    private static final Predicate<String> DIMENSION =
            Pattern.compile("[A-Za-z0-9_.:-]{1," + Bounds.MAX_TAG_NAME + "}").asMatchPredicate();
    private static final String SWAP =
            "an object of at most " + MAX_TARGETS + " members: provider/model to provider/model";

    /// @throws ApiError 400 naming the member that is missing, unknown or wrong
    /// @throws InvalidCatalog with every problem of `prices` or `catalog`
    static RepriceQuery read(Body body, PricesInForce inForce, Instant now) {
        body.checkKnown(MEMBERS);
        String team =
                body.text("team", TEAM, "1 to 64 of A-Z a-z 0-9 _ . -")
                        .orElseThrow(() -> Body.missing("team"));
        Map<Target, List<Price>> prices =
                CatalogReader.prices(
                        body.member("prices", JsonNode::isObject, "an object, as in a catalogue")
                                .orElseGet(Json::object));
        Map<Target, Target> instead = instead(body);
        Set<Target> named = new LinkedHashSet<>(prices.keySet());
        named.addAll(instead.keySet());
        return new RepriceQuery(
                team,
                Period.read(body, now),
                book(body, inForce).with(prices),
                named,
                body.flag("batch"),
                instead,
                body
                        .texts("group_by", MAX_GROUP_BY, DIMENSION, "names of properties or tags")
                        .stream()
                        .map(Dimension::named)
                        .toList());
    }

    private static PriceBook book(Body body, PricesInForce inForce) {
        return body.member(
                        "catalog",
                        it -> it.isObject() || it.equals(BooleanNode.TRUE),
                        "true, for the one in force, or a catalogue")
                .filter(JsonNode::isObject)
                .map(inForce::of)
                .orElseGet(inForce);
    }

    private static Map<Target, Target> instead(Body body) {
        Map<Target, Target> instead = new TreeMap<>(Comparator.comparing(Target::toString));
        body.member("target", it -> it.isObject() && it.size() <= MAX_TARGETS, SWAP)
                .ifPresent(swaps ->
                        swaps.properties()
                                .forEach(swap ->
                                        instead.put(
                                                target(swap.getKey()),
                                                target(swap.getValue().asText()))));
        return instead;
    }

    private static Target target(String written) {
        try {
            return Target.parse(written);
        } catch (IllegalArgumentException _) {
            throw Body.invalid("target", SWAP);
        }
    }

    ObjectNode write(ObjectNode json) {
        json.put("team", team)
                .put("from", period.from().toString())
                .put("to", period.to().toString())
                .put("batch", batch);
        ArrayNode names = json.putArray("group_by");
        groupBy.forEach(dimension -> names.add(dimension.written()));
        return json;
    }
}
