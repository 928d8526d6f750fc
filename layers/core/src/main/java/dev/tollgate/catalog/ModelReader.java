package dev.tollgate.catalog;

import dev.tollgate.routing.ModelFacts;
import dev.tollgate.routing.ModelFacts.Capability;
import dev.tollgate.routing.Target;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;

/// Reads the `models` of a catalogue: what is known of `provider/model`, each fact in place of what Tollgate comes with.
///
/// @param providers the names of the providers that the catalogue declares
record ModelReader(Set<String> providers) {
    static final int MAX_TOKENS = 100_000_000;

    private static final Map<String, Capability> CAPABILITIES =
            Arrays.stream(Capability.values())
                    .collect(
                            Collectors.toMap(
                                    Capability::written,
                                    capability -> capability,
                                    (one, _) -> one,
                                    TreeMap::new));

    Map<Target, ModelFacts> read(Section section) {
        Map<Target, ModelFacts> models = new HashMap<>();
        section.each((written, node) -> {
            Section model = section.child(written, node);
            ModelFacts facts =
                    new ModelFacts(
                            tokens(model, "maxOutputTokens"),
                            tokens(model, "contextWindow"),
                            capabilities(model));
            model.rejectUnknownKeys();
            Targets.read(written, providers, model::problem)
                    .ifPresent(target -> models.put(target, facts));
        });
        return models;
    }

    private static OptionalInt tokens(Section model, String key) {
        OptionalLong tokens = model.number(key, 1, MAX_TOKENS);
        return tokens.isPresent() ? OptionalInt.of((int) tokens.getAsLong()) : OptionalInt.empty();
    }

    private static Optional<Set<Capability>> capabilities(Section model) {
        if (!model.has("capabilities")) {
            return Optional.empty();
        }
        Set<Capability> all = EnumSet.noneOf(Capability.class);
        model.list(
                "capabilities",
                0,
                CAPABILITIES.size(),
                "capabilities",
                (at, node) -> {
                    Capability capability = CAPABILITIES.get(node.asText());
                    if (capability == null) {
                        model.problem(
                                at,
                                "unknown capability %s (known: %s)"
                                        .formatted(
                                                Section.abbreviate(node),
                                                String.join(", ", CAPABILITIES.keySet())));
                    } else {
                        all.add(capability);
                    }
                });
        return Optional.of(all);
    }
}
