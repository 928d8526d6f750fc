package dev.tollgate.catalog;

import com.fasterxml.jackson.databind.JsonNode;
import dev.tollgate.cache.CacheRule;
import dev.tollgate.cache.CacheRules;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/// Reads the `cache` of a catalogue: a rule, or `off`, for all aliases as `default`, and for some under `aliases`.
///
/// @param aliases the names of those that the catalogue declares
record CacheReader(Set<String> aliases) {
    static final Duration SHORTEST = Duration.ofSeconds(1);
    static final Duration LONGEST = Duration.ofDays(30);

    CacheRules read(Section cache) {
        Optional<CacheRule> usual = rule(cache, "default", cache.get("default"));
        Map<String, Optional<CacheRule>> some = new HashMap<>();
        Section section = cache.section("aliases");
        section.each((name, node) -> {
            CatalogReader.checkAlias(name, aliases, section, name);
            some.put(name, rule(section, name, node));
        });
        cache.rejectUnknownKeys();
        return new CacheRules(usual, some);
    }

    /// `off` is a text in YAML 1.2 and in JSON; what was YAML 1.1 on its way may have made it `false`.
    private static Optional<CacheRule> rule(Section parent, String key, JsonNode node) {
        boolean off = node.isBoolean() ? !node.asBoolean() : node.asText().equals("off");
        if (node.isMissingNode() || off) {
            return Optional.empty();
        }
        if (!node.isObject()) {
            parent.problem(key, "need off or {ttl: 1h}, got " + Section.abbreviate(node));
            return Optional.empty();
        }
        Section rule = parent.child(key, node);
        if (!rule.has("ttl")) {
            rule.problem("ttl", "missing: how long an answer is fresh, such as 1h");
        }
        Duration ttl = rule.duration("ttl", SHORTEST, SHORTEST, LONGEST);
        Duration staleFor = rule.duration("staleFor", Duration.ZERO, Duration.ZERO, LONGEST);
        boolean coalesce = rule.flag("coalesce");
        rule.rejectUnknownKeys();
        return Optional.of(new CacheRule(ttl, staleFor, coalesce));
    }
}
