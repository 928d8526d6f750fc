package dev.tollgate.provider.bedrock;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.tollgate.conversation.Prompt.Effort;
import dev.tollgate.conversation.Prompt.Reasoning;
import dev.tollgate.http.Json;
import java.util.Optional;
import java.util.OptionalInt;

/// How much a model is to think, as each family wants to be told: Converse has no word for it, and passes on what stands in `additionalModelRequestFields`.
enum Reasoner {
    /// Claude from 4.6: thinks as much as it needs, more or less eagerly.
    CLAUDE_BY_EFFORT,
    /// Claude from 3.7: thinks within a budget.
    CLAUDE_BY_BUDGET,
    NOVA,
    GPT_OSS,
    QWEN,
    UNKNOWN;

    private static final int LEAST_BUDGET = 1_024;

    static Reasoner of(ModelId model) {
        if (model.isClaudeFrom(4, 6)) {
            return CLAUDE_BY_EFFORT;
        }
        if (model.isClaudeFrom(3, 7)) {
            return CLAUDE_BY_BUDGET;
        }
        if (model.is("amazon.nova-2")) {
            return NOVA;
        }
        if (model.is("openai.gpt-oss")) {
            return GPT_OSS;
        }
        return model.is("qwen.qwen3") ? QWEN : UNKNOWN;
    }

    /// What the model is told; an empty object if it does so by itself, nothing if it can't be told.
    Optional<ObjectNode> fields(Reasoning asked, OptionalInt maxTokens) {
        boolean off = asked.effort().filter(Effort.NONE::equals).isPresent();
        return switch (this) {
            case CLAUDE_BY_EFFORT ->
                    Optional.of(off ? Json.object() : adaptive(claude(effort(asked))));
            case CLAUDE_BY_BUDGET -> off ? Optional.of(Json.object()) : budget(asked, maxTokens);
            case NOVA -> Optional.of(off ? Json.object() : nova(threeSteps(effort(asked))));
            case GPT_OSS -> unless(off, "reasoning_effort", threeSteps(effort(asked)));
            case QWEN -> unless(off, "reasoning_config", twoSteps(effort(asked)));
            case UNKNOWN -> Optional.empty();
        };
    }

    private static Optional<ObjectNode> unless(boolean off, String field, String effort) {
        return off ? Optional.empty() : Optional.of(Json.object().put(field, effort));
    }

    private static ObjectNode adaptive(String effort) {
        ObjectNode fields = Json.object();
        fields.putObject("thinking").put("type", "adaptive");
        fields.putObject("output_config").put("effort", effort);
        return fields;
    }

    private static ObjectNode nova(String effort) {
        ObjectNode fields = Json.object();
        fields.putObject("reasoningConfig")
                .put("type", "enabled")
                .put("maxReasoningEffort", effort);
        return fields;
    }

    /// An answer that is too short for the least budget leaves no room to think.
    private static Optional<ObjectNode> budget(Reasoning asked, OptionalInt maxTokens) {
        if (maxTokens.isPresent() && maxTokens.getAsInt() <= LEAST_BUDGET) {
            return Optional.empty();
        }
        int tokens =
                asked.budgetTokens().isPresent()
                        ? asked.budgetTokens().getAsInt()
                        : budgetOf(effort(asked), maxTokens);
        ObjectNode fields = Json.object();
        fields.putObject("thinking").put("type", "enabled").put("budget_tokens", tokens);
        return Optional.of(fields);
    }

    /// A share of the answer, but no more than any of these models can think.
    private static int budgetOf(Effort effort, OptionalInt maxTokens) {
        int percent =
                switch (effort) {
                    case NONE, MINIMAL -> 0;
                    case LOW -> 25;
                    case MEDIUM -> 50;
                    case HIGH -> 75;
                    case XHIGH, MAX -> 90;
                };
        int most = 32_000;
        int share = (int) (Math.min(maxTokens.orElse(most), most) * (long) percent / 100);
        return Math.max(LEAST_BUDGET, share);
    }

    /// A budget stands for the effort that would come to it.
    private static Effort effort(Reasoning asked) {
        int budget = asked.budgetTokens().orElse(16_384);
        Effort byBudget = budget <= 16_384 ? Effort.MEDIUM : Effort.HIGH;
        return asked.effort().orElse(budget <= 4_096 ? Effort.LOW : byBudget);
    }

    private static String claude(Effort effort) {
        return switch (effort) {
            case NONE, MINIMAL, LOW -> "low";
            case MEDIUM -> "medium";
            case HIGH, XHIGH -> "high";
            case MAX -> "max";
        };
    }

    private static String threeSteps(Effort effort) {
        return switch (effort) {
            case NONE, MINIMAL, LOW -> "low";
            case MEDIUM -> "medium";
            case HIGH, XHIGH, MAX -> "high";
        };
    }

    private static String twoSteps(Effort effort) {
        return switch (effort) {
            case NONE, MINIMAL, LOW -> "low";
            case MEDIUM, HIGH, XHIGH, MAX -> "high";
        };
    }
}
