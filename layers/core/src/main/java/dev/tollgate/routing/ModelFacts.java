package dev.tollgate.routing;

import java.util.EnumSet;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;

/// What is known of a model, whoever says so.
///
/// @param maxOutputTokens the most that it can answer
/// @param contextWindow the tokens that it can read and answer together
/// @param stated what it can do; empty if nobody says, which is not the same as to say that it can do everything
public record ModelFacts(
        OptionalInt maxOutputTokens, OptionalInt contextWindow, Optional<Set<Capability>> stated) {
    public static final ModelFacts UNKNOWN = new ModelFacts(OptionalInt.empty());

    public ModelFacts {
        stated = stated.map(Set::copyOf);
    }

    public ModelFacts(
            OptionalInt maxOutputTokens, OptionalInt contextWindow, Set<Capability> capabilities) {
        this(maxOutputTokens, contextWindow, Optional.of(capabilities));
    }

    /// A model whose window nobody knows, and that nothing is said of.
    public ModelFacts(OptionalInt maxOutputTokens) {
        this(maxOutputTokens, OptionalInt.empty(), Optional.empty());
    }

    /// What it can do; of a model that nobody says anything of, all.
    public Set<Capability> capabilities() {
        return stated.orElseGet(() -> EnumSet.allOf(Capability.class));
    }

    /// These facts, and those of another source where nothing is known here, one by one.
    public ModelFacts orElse(ModelFacts other) {
        return new ModelFacts(
                maxOutputTokens.isPresent() ? maxOutputTokens : other.maxOutputTokens,
                contextWindow.isPresent() ? contextWindow : other.contextWindow,
                stated.or(() -> other.stated));
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
            return name().toLowerCase(Locale.ROOT);
        }
    }
}
