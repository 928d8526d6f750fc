package dev.tollgate.routing;

import dev.tollgate.conversation.Ask;
import dev.tollgate.conversation.Language.InvalidPrompt;
import dev.tollgate.conversation.Part;
import dev.tollgate.conversation.Prompt;
import dev.tollgate.routing.Call.Operation;
import dev.tollgate.routing.ModelFacts.Capability;
import dev.tollgate.usage.Estimate;
import java.util.Collection;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.function.Function;

/// What a call needs of a model. Only as much is found out as decides between these targets: to read a prompt takes time, to count its tokens more.
///
/// @param needs none if every target has all, or if the prompt can't be read: then the provider says what it thinks of it
/// @param tokens input, by estimate, and the most that is to be answered; 0 if it is sure to fit
record Fitness(Set<Capability> needs, long tokens) {
    /// What an estimate may be too high by; near a window's size, the provider decides.
    static final double TOLERANCE = 0.1;

    private static final Fitness ANY = new Fitness(EnumSet.noneOf(Capability.class), 0);

    static Fitness of(
            Operation operation,
            Ask ask,
            Collection<Target> targets,
            Function<Target, ModelFacts> facts,
            Estimate estimate) {
        if (operation != Operation.CHAT) {
            return ANY;
        }
        List<ModelFacts> known = targets.stream().map(facts).distinct().toList();
        Set<Capability> needs = EnumSet.noneOf(Capability.class);
        if (ask.streamed()) {
            needs.add(Capability.STREAMING);
        }
        if (known.stream().anyMatch(Fitness::lacksWhatPromptsNeed)) {
            prompt(ask).ifPresent(prompt -> needs.addAll(needs(prompt)));
        }
        // a token has a byte at least
        OptionalInt smallest =
                known.stream()
                        .map(ModelFacts::contextWindow)
                        .flatMapToInt(OptionalInt::stream)
                        .min();
        boolean countable = smallest.isPresent() && ask.body().bytes().length > smallest.getAsInt();
        return new Fitness(needs, countable ? tokens(ask, estimate) : 0);
    }

    /// Why a model can't serve the call, for people; empty if it can, as far as is known.
    Optional<String> lack(ModelFacts facts) {
        for (Capability need : needs) {
            if (!facts.capabilities().contains(need)) {
                return Optional.of(
                        switch (need) {
                            case TOOLS -> "has no tools";
                            case IMAGES -> "sees no images";
                            case SCHEMA -> "keeps to no JSON schema";
                            case STREAMING -> "does not stream";
                        });
            }
        }
        return exceeds(facts)
                ? Optional.of(
                        "has a window of %d tokens, too small for about %d"
                                .formatted(facts.contextWindow().orElseThrow(), tokens))
                : Optional.empty();
    }

    /// Whether the call is longer than a model's window, as far as that is known.
    boolean exceeds(ModelFacts facts) {
        OptionalInt window = facts.contextWindow();
        return window.isPresent() && tokens > window.getAsInt() * (1 + TOLERANCE);
    }

    private static boolean lacksWhatPromptsNeed(ModelFacts facts) {
        return !facts.capabilities()
                .containsAll(EnumSet.of(Capability.TOOLS, Capability.IMAGES, Capability.SCHEMA));
    }

    private static Set<Capability> needs(Prompt prompt) {
        Set<Capability> needs = EnumSet.noneOf(Capability.class);
        if (!prompt.tools().isEmpty()) {
            needs.add(Capability.TOOLS);
        }
        if (prompt.format() instanceof Prompt.Format.Schema) {
            needs.add(Capability.SCHEMA);
        }
        if (prompt.messages().stream().anyMatch(message -> showsImage(message.parts()))) {
            needs.add(Capability.IMAGES);
        }
        return needs;
    }

    private static boolean showsImage(List<Part> parts) {
        return parts.stream()
                .anyMatch(part ->
                        part instanceof Part.Image
                                || (part instanceof Part.ToolResult result
                                        && showsImage(result.content())));
    }

    private static long tokens(Ask ask, Estimate estimate) {
        long answer = prompt(ask).map(prompt -> prompt.sampling().maxTokens().orElse(0)).orElse(0);
        return ask.inputTokens(estimate) + answer;
    }

    private static Optional<Prompt> prompt(Ask ask) {
        try {
            return Optional.of(ask.prompt());
        } catch (InvalidPrompt _) {
            return Optional.empty();
        }
    }
}
