package dev.tollgate.routing;

import java.util.EnumSet;
import java.util.OptionalInt;
import java.util.Set;

/// What is known of a model, whoever says so.
///
/// @param maxOutputTokens the most that it can answer
/// @param contextWindow the tokens that it can read and answer together
/// @param capabilities what it can do; of a model that nothing is known of, all
public record ModelFacts(
        OptionalInt maxOutputTokens, OptionalInt contextWindow, Set<Capability> capabilities) {
    public static final ModelFacts UNKNOWN = new ModelFacts(OptionalInt.empty());

    public ModelFacts {
        capabilities = Set.copyOf(capabilities);
    }

    /// A model that can do everything, and whose window nobody knows.
    public ModelFacts(OptionalInt maxOutputTokens) {
        this(maxOutputTokens, OptionalInt.empty(), EnumSet.allOf(Capability.class));
    }

    /// What a call may need of a model, and not every model has.
    public enum Capability {
        TOOLS,
        IMAGES,
        /// Answers that keep to a JSON schema.
        SCHEMA,
        STREAMING;

        /// As the catalogue writes it.
        public String written() {
            return name().toLowerCase(java.util.Locale.ROOT);
        }
    }
}
