package dev.tollgate;

import dev.tollgate.catalog.Routes.Route;
import dev.tollgate.config.Bounds;
import dev.tollgate.conversation.Ask;
import dev.tollgate.conversation.Language.InvalidPrompt;
import dev.tollgate.limits.Limit;
import dev.tollgate.limits.Need;
import dev.tollgate.routing.Call.Operation;
import dev.tollgate.routing.Course;
import dev.tollgate.usage.Cost;
import dev.tollgate.usage.Estimate;
import dev.tollgate.usage.Usage;
import java.time.Instant;

/// What a call will take, before it is sent: the tokens of its input, and as many of output as it asks for.
///
/// A call that does not say how much it wants is taken to want [Bounds#ASSUMED_OUTPUT_TOKENS], and to end at the dearest of its targets. Where none has a
/// price, it takes no money.
record Appraisal(Estimate estimate) {

    Need of(Operation operation, Ask ask, Route route, Course course, Instant at) {
        boolean asked =
                route.routes().catalog().limits().stream()
                        .map(Limit::measure)
                        .anyMatch(measure ->
                                measure instanceof Limit.Measure.TokensPerMinute
                                        || measure instanceof Limit.Measure.Budget);
        return asked && operation != Operation.COUNT_TOKENS
                ? of(usage(operation, ask), route, course, at)
                : Need.NOTHING;
    }

    /// What a call will use.
    Usage usage(Operation operation, Ask ask) {
        long input = ask.inputTokens(estimate);
        return switch (operation) {
            case CHAT -> Usage.estimate(input, output(ask));
            case EMBEDDINGS, COUNT_TOKENS -> Usage.estimate(input, 0);
        };
    }

    private static Need of(Usage usage, Route route, Course course, Instant at) {
        long most =
                course.targets().stream()
                        .map(target -> route.routes().cost(target, usage, at))
                        .mapToLong(Cost::knownNanoUsd)
                        .max()
                        .orElse(0);
        return new Need(usage.input() + usage.output(), most);
    }

    private static long output(Ask ask) {
        try {
            return ask.prompt().sampling().maxTokens().orElse(Bounds.ASSUMED_OUTPUT_TOKENS);
        } catch (InvalidPrompt _) { // refused later, by whoever has to read it
            return Bounds.ASSUMED_OUTPUT_TOKENS;
        }
    }
}
