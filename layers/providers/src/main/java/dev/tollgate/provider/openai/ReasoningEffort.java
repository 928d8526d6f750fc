package dev.tollgate.provider.openai;

import dev.tollgate.conversation.Prompt.Effort;
import dev.tollgate.conversation.Prompt.Reasoning;
import java.util.Locale;

/// How hard OpenAI's models are to think: `reasoning_effort`. A budget in tokens, which they don't have, becomes the effort that such a budget stands for.
public final class ReasoningEffort {
    private static final int LOW_BUDGET = 4_096;
    private static final int MEDIUM_BUDGET = 16_384;

    private ReasoningEffort() {}

    public static String of(Reasoning reasoning) {
        return reasoning
                .effort()
                .map(effort -> effort == Effort.MAX ? Effort.XHIGH : effort)
                .orElseGet(() -> byBudget(reasoning.budgetTokens().orElse(MEDIUM_BUDGET)))
                .name()
                .toLowerCase(Locale.ROOT);
    }

    private static Effort byBudget(int tokens) {
        if (tokens <= LOW_BUDGET) {
            return Effort.LOW;
        }
        return tokens <= MEDIUM_BUDGET ? Effort.MEDIUM : Effort.HIGH;
    }
}
