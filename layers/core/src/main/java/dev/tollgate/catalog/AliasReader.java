package dev.tollgate.catalog;

import com.fasterxml.jackson.databind.JsonNode;
import dev.tollgate.config.Bounds;
import dev.tollgate.routing.Plan;
import dev.tollgate.routing.Target;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;

/// Reads the `aliases` of a catalogue: `name: provider/model`, or an object with `targets` and policies.
///
/// @param providers the names of the providers that the catalogue declares
record AliasReader(Set<String> providers) {
    static final int MAX_ALIASES = 1_000;
    static final int MAX_TARGETS = 8;
    static final int MAX_RETRIES = 5;

    static final int RETRIES = 2;
    static final Duration ATTEMPT_TIMEOUT = Duration.ofMinutes(2);
    static final Duration FIRST_TOKEN_TIMEOUT = Duration.ofMinutes(1);
    static final Duration STALL_TIMEOUT = Duration.ofSeconds(30);
    static final Duration DEADLINE = Duration.ofMinutes(5);

    private static final Duration SHORTEST = Duration.ofMillis(1);

    SortedMap<String, Alias> read(Section section) {
        SortedMap<String, Alias> aliases = new TreeMap<>();
        section.each((name, node) -> {
            Section alias =
                    node.isTextual()
                            ? section.shorthand(name, "target", node)
                            : section.child(name, node);
            CatalogReader.checkName(name, alias);
            aliases.put(name, new Alias(name, plan(alias)));
        });
        CatalogReader.atMost(MAX_ALIASES, aliases.size(), section);
        return aliases;
    }

    private Plan plan(Section alias) {
        Plan plan =
                new Plan(
                        targets(alias),
                        alias.number("retries", RETRIES, 0, MAX_RETRIES),
                        time(alias, "attemptTimeout", ATTEMPT_TIMEOUT),
                        time(alias, "firstTokenTimeout", FIRST_TOKEN_TIMEOUT),
                        time(alias, "stallTimeout", STALL_TIMEOUT),
                        time(alias, "deadline", DEADLINE));
        alias.rejectUnknownKeys();
        return plan;
    }

    private static Duration time(Section alias, String key, Duration otherwise) {
        return alias.duration(key, otherwise, SHORTEST, Bounds.MAX_DEADLINE);
    }

    private List<Target> targets(Section alias) {
        JsonNode one = alias.get("target");
        JsonNode list = alias.get("targets");
        if (one.isMissingNode() == list.isMissingNode()) {
            alias.problem("need either 'target' or 'targets'");
            return List.of();
        }
        List<Target> targets = new ArrayList<>();
        if (one.isMissingNode()) {
            if (!list.isArray() || list.isEmpty() || list.size() > MAX_TARGETS) {
                alias.problem("targets", "need a list of 1 to " + MAX_TARGETS + " provider/model");
                return List.of();
            }
            for (int i = 0; i < list.size(); i++) {
                add(list.get(i), "targets[" + i + "]", alias, targets);
            }
        } else {
            add(one, "target", alias, targets);
        }
        return targets;
    }

    private void add(JsonNode node, String key, Section alias, List<Target> targets) {
        if (node.isTextual()) {
            Targets.read(node.asText(), providers, problem -> alias.problem(key, problem))
                    .ifPresent(targets::add);
        } else {
            alias.problem(key, "need provider/model, got " + Section.kind(node));
        }
    }
}
