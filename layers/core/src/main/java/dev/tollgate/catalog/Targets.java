package dev.tollgate.catalog;

import com.fasterxml.jackson.databind.JsonNode;
import dev.tollgate.routing.Target;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;

/// Reads `provider/model` and checks that there is such a provider.
final class Targets {
    private Targets() {}

    static Optional<Target> read(JsonNode node, Set<String> providers, Consumer<String> problem) {
        if (!node.isTextual()) {
            problem.accept("need provider/model, got " + Section.kind(node));
            return Optional.empty();
        }
        return read(node.asText(), providers, problem);
    }

    static Optional<Target> read(String written, Set<String> providers, Consumer<String> problem) {
        Target target;
        try {
            target = Target.parse(written);
        } catch (IllegalArgumentException e) {
            problem.accept(String.valueOf(e.getMessage()));
            return Optional.empty();
        }
        if (!written.chars().allMatch(c -> c > ' ' && c < 0x7F)) {
            problem.accept("need visible ASCII characters only");
            return Optional.empty();
        }
        if (!providers.contains(target.provider())) {
            problem.accept(
                    "unknown provider '%s' (known: %s)"
                            .formatted(target.provider(), CatalogReader.names(providers)));
            return Optional.empty();
        }
        return Optional.of(target);
    }
}
