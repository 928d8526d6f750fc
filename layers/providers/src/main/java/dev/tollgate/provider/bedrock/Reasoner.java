package dev.tollgate.provider.bedrock;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.tollgate.conversation.Prompt.Effort;
import dev.tollgate.conversation.Prompt.Reasoning;
import dev.tollgate.http.Json;
import java.util.Locale;
import java.util.Optional;

/// How much a model is to think, as each family wants to be told: Converse has no word for it, and passes on what stands in `additionalModelRequestFields`.
enum Reasoner {
    /// As Anthropic has it; the prompt is fitted to the model already.
    CLAUDE,
    NOVA,
    GPT_OSS,
    QWEN,
    UNKNOWN;

    static Reasoner of(ModelId model) {
        if (model.isClaude()) {
            return CLAUDE;
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
    Optional<ObjectNode> fields(Reasoning asked) {
        boolean off = asked.effort().filter(Effort.NONE::equals).isPresent();
        return switch (this) {
            case CLAUDE -> Optional.of(claude(asked, off));
            case NOVA -> Optional.of(off ? Json.object() : nova(threeSteps(effort(asked))));
            case GPT_OSS -> unless(off, "reasoning_effort", threeSteps(effort(asked)));
            case QWEN -> unless(off, "reasoning_config", twoSteps(effort(asked)));
            case UNKNOWN -> Optional.empty();
        };
    }

    private static Optional<ObjectNode> unless(boolean off, String field, String effort) {
        return off ? Optional.empty() : Optional.of(Json.object().put(field, effort));
    }

    private static ObjectNode claude(Reasoning asked, boolean off) {
        ObjectNode fields = Json.object();
        ObjectNode thinking = fields.putObject("thinking");
        if (off) {
            thinking.put("type", "disabled");
        } else if (asked.budgetTokens().isPresent()) {
            thinking.put("type", "enabled").put("budget_tokens", asked.budgetTokens().getAsInt());
        } else {
            thinking.put("type", "adaptive");
            asked.effort()
                    .ifPresent(effort ->
                            fields.putObject("output_config")
                                    .put("effort", effort.name().toLowerCase(Locale.ROOT)));
        }
        return fields;
    }

    private static ObjectNode nova(String effort) {
        ObjectNode fields = Json.object();
        fields.putObject("reasoningConfig")
                .put("type", "enabled")
                .put("maxReasoningEffort", effort);
        return fields;
    }

    /// A budget stands for the effort that would come to it.
    private static Effort effort(Reasoning asked) {
        int budget = asked.budgetTokens().orElse(16_384);
        Effort byBudget = budget <= 16_384 ? Effort.MEDIUM : Effort.HIGH;
        return asked.effort().orElse(budget <= 4_096 ? Effort.LOW : byBudget);
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
