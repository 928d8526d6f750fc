package dev.tollgate.catalog;

import com.fasterxml.jackson.databind.JsonNode;
import dev.tollgate.config.Bounds;
import dev.tollgate.routing.Degrade;
import dev.tollgate.routing.Degrade.Substitute;
import dev.tollgate.routing.Failure.Kind;
import dev.tollgate.routing.Plan;
import dev.tollgate.routing.Split;
import dev.tollgate.routing.Target;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Collectors;

/// Reads the `aliases` of a catalogue: `name: provider/model`, or an object with `target`, `targets` or `split`, and policies.
///
/// @param providers the names of the providers that the catalogue declares
/// @param names of the aliases that it declares
record AliasReader(Set<String> providers, Set<String> names) {
    static final int MAX_ALIASES = 1_000;
    static final int MAX_TARGETS = 8;
    static final int MAX_RETRIES = 5;

    static final int RETRIES = 2;
    static final Duration ATTEMPT_TIMEOUT = Duration.ofMinutes(2);
    static final Duration FIRST_TOKEN_TIMEOUT = Duration.ofMinutes(1);
    static final Duration STALL_TIMEOUT = Duration.ofSeconds(30);
    static final Duration DEADLINE = Duration.ofMinutes(5);

    static final Duration SHORTEST = Duration.ofMillis(1);

    private static final Map<String, Kind> KINDS =
            Arrays.stream(Kind.values())
                    .collect(
                            Collectors.toMap(
                                    Kind::written, kind -> kind, (one, _) -> one, TreeMap::new));

    SortedMap<String, Alias> read(Section section) {
        SortedMap<String, Alias> aliases = new TreeMap<>();
        section.each((name, node) -> {
            Section alias =
                    node.isTextual()
                            ? section.shorthand(name, "target", node)
                            : section.child(name, node);
            alias.checkName(name);
            aliases.put(name, new Alias(name, plan(name, alias)));
        });
        CatalogReader.atMost(MAX_ALIASES, aliases.size(), section);
        refuseChains(aliases, section);
        return aliases;
    }

    private Plan plan(String name, Section alias) {
        Optional<Split> split = SplitReader.read(alias, providers);
        List<Target> targets = targets(alias, split.isPresent() || alias.has("split"));
        Map<Kind, List<Target>> detours = detours(alias.section("fallbackOn"));
        Duration deadline = time(alias, "deadline", DEADLINE);
        Plan plan =
                new Plan(
                        targets,
                        split,
                        detours,
                        hedgeAfter(alias, deadline, targets.size() + (split.isPresent() ? 1 : 0)),
                        new DegradeReader(name, names).read(alias, deadline),
                        alias.number("retries", RETRIES, 0, MAX_RETRIES),
                        time(alias, "attemptTimeout", ATTEMPT_TIMEOUT),
                        time(alias, "firstTokenTimeout", FIRST_TOKEN_TIMEOUT),
                        time(alias, "stallTimeout", STALL_TIMEOUT),
                        deadline);
        alias.rejectUnknownKeys();
        return plan;
    }

    private static Duration time(Section alias, String key, Duration otherwise) {
        return alias.duration(key, otherwise, SHORTEST, Bounds.MAX_DEADLINE);
    }

    /// @param split whether a split chooses the first target, so that none need follow
    private List<Target> targets(Section alias, boolean split) {
        boolean one = alias.has("target");
        boolean several = alias.has("targets");
        if (one == several && (one || !split)) {
            alias.problem("need either 'target', 'targets' or 'split'");
            return List.of();
        }
        if (one) {
            return target(alias, "target", alias.get("target")).map(List::of).orElse(List.of());
        }
        return targets(alias, "targets");
    }

    private List<Target> targets(Section section, String key) {
        List<Target> targets = new ArrayList<>();
        section.list(
                key,
                1,
                MAX_TARGETS,
                "provider/model",
                (at, node) -> target(section, at, node).ifPresent(targets::add));
        return targets;
    }

    private Optional<Target> target(Section section, String key, JsonNode node) {
        return Targets.read(node, providers, problem -> section.problem(key, problem));
    }

    private Map<Kind, List<Target>> detours(Section section) {
        Map<Kind, List<Target>> detours = new EnumMap<>(Kind.class);
        section.each((written, _) -> {
            Kind kind = KINDS.get(written);
            if (kind == null) {
                section.problem(
                        written,
                        "unknown kind of failure (known: "
                                + String.join(", ", KINDS.keySet())
                                + ")");
            } else {
                detours.put(kind, targets(section, written));
            }
        });
        return detours;
    }

    private static Optional<Duration> hedgeAfter(Section alias, Duration deadline, int targets) {
        if (!alias.has("hedge")) {
            return Optional.empty();
        }
        Section hedge = alias.section("hedge");
        Duration after = required(hedge, "after", deadline, "when a second target is asked");
        hedge.rejectUnknownKeys();
        if (targets < 2) {
            hedge.problem("need a second target to ask: 'targets' has no other");
        }
        return Optional.of(after);
    }

    /// A time that must be given, up to the alias's deadline.
    static Duration required(Section section, String key, Duration deadline, String what) {
        if (!section.has(key)) {
            section.problem(key, "missing: " + what + ", such as 2s");
        }
        return section.duration(key, deadline, SHORTEST, deadline);
    }

    /// Who stands in for another must answer itself: no circles, and no second wait.
    private static void refuseChains(SortedMap<String, Alias> aliases, Section section) {
        aliases.forEach((name, alias) ->
                alias.plan()
                        .degrade()
                        .flatMap(AliasReader::substituteOf)
                        .filter(other -> !other.equals(name))
                        .filter(other -> degrades(aliases, other))
                        .ifPresent(other ->
                                section.problem(
                                        name + ".degrade.alias",
                                        "need an alias that does not degrade itself, '%s' does"
                                                .formatted(other))));
    }

    private static boolean degrades(SortedMap<String, Alias> aliases, String name) {
        Alias alias = aliases.get(name);
        return alias != null && alias.plan().degrade().isPresent();
    }

    private static Optional<String> substituteOf(Degrade degrade) {
        return switch (degrade.substitute()) {
            case Substitute.Other(String alias) -> Optional.of(alias);
            case Substitute.Message _, Substitute.Stale _ -> Optional.empty();
        };
    }
}
