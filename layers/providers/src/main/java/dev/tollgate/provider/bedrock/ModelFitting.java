package dev.tollgate.provider.bedrock;

import dev.tollgate.conversation.Part;
import dev.tollgate.conversation.Prompt;
import dev.tollgate.conversation.Prompt.Reasoning;
import dev.tollgate.conversation.Prompt.Sampling;
import dev.tollgate.conversation.Prompt.Tool;
import dev.tollgate.conversation.Prompt.ToolChoice;
import dev.tollgate.provider.anthropic.ClaudeFitting;
import dev.tollgate.provider.wire.Fitted;
import dev.tollgate.provider.wire.Untranslatable;
import dev.tollgate.routing.ModelFacts;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;

/// Fits a prompt to what one model on Bedrock takes. Claude is here what it is at Anthropic, but that the answer needs no bound.
///
/// Converse can't forbid tools: those that must not be called are left out. But it takes no conversation that has used
/// tools without them, so there they stay, and the prohibition goes.
final class ModelFitting {
    /// What every Claude that thinks can answer: budgets are shares of it where neither the caller nor the catalogue says.
    private static final int CLAUDES_LEAST = 32_000;

    private ModelFitting() {}

    /// @throws Untranslatable if the conversation has used tools that are not there, or the model can't do what can't be left out
    static Fitted fit(Prompt prompt, ModelId model, ModelFacts facts) {
        List<String> dropped = new ArrayList<>();
        Prompt tooled = tools(prompt, model, dropped);
        if (model.isClaude()) {
            return claude(tooled, model, facts, dropped);
        }
        Optional<Reasoning> reasoning =
                tooled.reasoning().filter(asked -> Reasoner.of(model).fields(asked).isPresent());
        if (!reasoning.equals(tooled.reasoning())) {
            dropped.add("reasoning");
        }
        return new Fitted(with(tooled, tooled.sampling(), reasoning), dropped);
    }

    private static Fitted claude(
            Prompt prompt, ModelId model, ModelFacts facts, List<String> dropped) {
        ModelFacts bound =
                facts.maxOutputTokens().isPresent()
                        ? facts
                        : new ModelFacts(OptionalInt.of(CLAUDES_LEAST));
        Fitted fitted = ClaudeFitting.fit(prompt, model.id(), bound);
        dropped.addAll(fitted.dropped());
        Sampling sampling = unbounded(fitted.prompt().sampling(), prompt.sampling().maxTokens());
        return new Fitted(with(fitted.prompt(), sampling, fitted.prompt().reasoning()), dropped);
    }

    /// With the bound that was asked for, if any: a larger one would count against the account's quota.
    private static Sampling unbounded(Sampling sampling, OptionalInt asked) {
        return new Sampling(
                asked,
                sampling.temperature(),
                sampling.topP(),
                sampling.topK(),
                sampling.stop(),
                sampling.seed(),
                sampling.presencePenalty(),
                sampling.frequencyPenalty());
    }

    private static Prompt tools(Prompt prompt, ModelId model, List<String> dropped) {
        boolean forbidden =
                prompt.toolChoice().filter(ToolChoice.None.class::isInstance).isPresent();
        boolean used = usesTools(prompt);
        if (used && prompt.tools().isEmpty()) {
            throw new Untranslatable(
                    "'tools' is missing, and Bedrock takes no conversation with tool calls without it.");
        }
        if (forbidden && used) {
            dropped.add("tool_choice");
        }
        List<Tool> tools = forbidden && !used ? List.of() : prompt.tools();
        if (tools.stream().anyMatch(Tool::strict) && !model.keepsToSchemas()) {
            dropped.add("tools.strict");
            tools = tools.stream().map(ModelFitting::lenient).toList();
        }
        return new Prompt(
                prompt.messages(),
                tools,
                prompt.toolChoice().filter(_ -> !forbidden),
                prompt.parallelTools(),
                prompt.format(),
                prompt.sampling(),
                prompt.reasoning(),
                prompt.others());
    }

    private static boolean usesTools(Prompt prompt) {
        return prompt.turns().stream()
                .flatMap(turn -> turn.parts().stream())
                .anyMatch(part -> part instanceof Part.ToolCall || part instanceof Part.ToolResult);
    }

    private static Tool lenient(Tool tool) {
        return new Tool(tool.name(), tool.description(), tool.parameters(), false);
    }

    private static Prompt with(Prompt prompt, Sampling sampling, Optional<Reasoning> reasoning) {
        return new Prompt(
                prompt.messages(),
                prompt.tools(),
                prompt.toolChoice(),
                prompt.parallelTools(),
                prompt.format(),
                sampling,
                reasoning,
                prompt.others());
    }
}
