package dev.tollgate.provider.openai;

import dev.tollgate.conversation.Prompt.Effort;
import dev.tollgate.conversation.Prompt.Reasoning;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;

/// How hard OpenAI's models are to think: `reasoning_effort`. A budget in tokens, which they don't have, becomes the effort that such a budget stands for.
public final class ReasoningEffort {
    private static final int LOW_BUDGET = 4_096;
    private static final int MEDIUM_BUDGET = 16_384;

    /// Models since GPT-5.1 can be kept from thinking.
    private static final Pattern KNOWS_NONE = Pattern.compile("gpt-(5\\.\\d|[6-9]|\\d\\d)");

    private ReasoningEffort() {}

    /// Empty where the model is to decide, and where it is not to think but has no word for that.
    public static Optional<String> of(Reasoning reasoning, String model) {
        return reasoning
                .effort()
                .or(() ->
                        reasoning.budgetTokens().stream()
                                .boxed()
                                .findFirst()
                                .map(ReasoningEffort::byBudget))
                .map(effort -> effort == Effort.MAX ? Effort.XHIGH : effort)
                .filter(effort -> effort != Effort.NONE || KNOWS_NONE.matcher(model).lookingAt())
                .map(effort -> effort.name().toLowerCase(Locale.ROOT));
    }

    private static Effort byBudget(int tokens) {
        if (tokens <= LOW_BUDGET) {
            return Effort.LOW;
        }
        return tokens <= MEDIUM_BUDGET ? Effort.MEDIUM : Effort.HIGH;
    }
}
