package dev.tollgate.provider.anthropic;

import dev.tollgate.conversation.Message;
import dev.tollgate.conversation.Part;
import dev.tollgate.conversation.Prompt;
import dev.tollgate.conversation.Prompt.Effort;
import dev.tollgate.conversation.Prompt.Reasoning;
import dev.tollgate.conversation.Prompt.Sampling;
import dev.tollgate.conversation.Prompt.Tool;
import dev.tollgate.conversation.Prompt.ToolChoice;
import dev.tollgate.provider.wire.Fitted;
import dev.tollgate.provider.wire.Untranslatable;
import dev.tollgate.routing.ModelFacts;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import java.util.SortedSet;
import java.util.TreeSet;

/// Fits a prompt to a certain Claude: a bound on its answer, which Anthropic requires, and features that exclude each other.
///
/// A caller who makes the model call a tool wants the call more than the thoughts before it: then a budget for them gives way. Temperature and its like give way to thinking.
public final class ClaudeFitting {
    private static final int LEAST_BUDGET = 1024;

    private final Prompt prompt;
    private final String model;
    private final Claude claude;
    private final int maxTokens;
    private final SortedSet<String> dropped = new TreeSet<>();

    private ClaudeFitting(Prompt prompt, String model, int maxTokens) {
        this.prompt = prompt;
        this.model = model;
        this.claude = Claude.of(model);
        this.maxTokens = maxTokens;
    }

    /// @throws Untranslatable if nobody says how long the answer may get, or what is asked is not in the model's power
    public static Fitted fit(Prompt prompt, String model, ModelFacts facts) {
        OptionalInt asked = prompt.sampling().maxTokens();
        OptionalInt max = asked.isPresent() ? asked : facts.maxOutputTokens();
        if (max.isEmpty()) {
            throw new Untranslatable(
                    "max_tokens: anthropic needs it, and nothing is known of '%s': send it, or add models: {\"PROVIDER/%s\": {\"maxOutputTokens\": N}} to the catalogue"
                            .formatted(model, model));
        }
        return new ClaudeFitting(prompt, model, max.getAsInt()).fit();
    }

    private Fitted fit() {
        Optional<Reasoning> reasoning = reasoning();
        boolean thinking = reasoning.filter(ClaudeFitting::thinks).isPresent();
        Prompt fitted =
                new Prompt(
                        prompt.messages(),
                        tools(),
                        prompt.toolChoice(),
                        prompt.parallelTools(),
                        prompt.format(),
                        sampling(thinking),
                        reasoning,
                        prompt.others());
        return new Fitted(fitted, List.copyOf(dropped));
    }

    private List<Tool> tools() {
        if (claude.keepsToSchemas() || prompt.tools().stream().noneMatch(Tool::strict)) {
            return prompt.tools();
        }
        dropped.add("tools.strict");
        return prompt.tools().stream()
                .map(it -> new Tool(it.name(), it.description(), it.parameters(), false))
                .toList();
    }

    private static boolean thinks(Reasoning reasoning) {
        return !reasoning.effort().equals(Optional.of(Effort.NONE));
    }

    private Optional<Reasoning> reasoning() {
        boolean forced = prompt.toolChoice().filter(ClaudeFitting::forces).isPresent();
        if (forced && !claude.callsOnDemand()) {
            throw new Untranslatable("tool_choice: '" + model + "' can't be made to call a tool");
        }
        if (prompt.reasoning().isEmpty()) {
            return Optional.empty();
        }
        Reasoning asked = prompt.reasoning().get();
        if (!thinks(asked)) {
            return unthinking();
        }
        boolean barred = !claude.adapts() && (forced || callsUnthinkingly());
        if (!claude.thinks() || barred) {
            return left();
        }
        if (asked.budgetTokens().isPresent()) {
            return Optional.of(claude.takesBudget() ? asked : unbounded());
        }
        return claude.adapts() ? Optional.of(adaptive(asked)) : budget(asked);
    }

    private static boolean forces(ToolChoice choice) {
        return choice instanceof ToolChoice.Required || choice instanceof ToolChoice.Named;
    }

    /// One that can't be kept from thinking thinks as little as it can.
    private Optional<Reasoning> unthinking() {
        if (claude.thinksAlways()) {
            dropped.add("reasoning");
            return effort(Effort.LOW);
        }
        return claude.thinksUnasked() ? effort(Effort.NONE) : Optional.empty();
    }

    private Optional<Reasoning> left() {
        dropped.add("reasoning");
        return Optional.empty();
    }

    private static Optional<Reasoning> effort(Effort effort) {
        return Optional.of(new Reasoning(Optional.of(effort), OptionalInt.empty()));
    }

    /// Anthropic refuses to go on thinking about a call that was made without its own thoughts.
    private boolean callsUnthinkingly() {
        List<Message> turns = prompt.turns();
        int last = turns.size() - 1;
        while (last >= 0 && turns.get(last).role() != Message.Role.ASSISTANT) {
            last--;
        }
        int first = last;
        while (first > 0 && turns.get(first - 1).role() == Message.Role.ASSISTANT) {
            first--;
        }
        List<Part> said =
                last < 0
                        ? List.of()
                        : turns.subList(first, last + 1).stream()
                                .flatMap(message -> message.parts().stream())
                                .toList();
        return said.stream().anyMatch(Part.ToolCall.class::isInstance)
                && !(said.getFirst() instanceof Part.Thinking);
    }

    private Reasoning unbounded() {
        dropped.add("thinking.budget_tokens");
        return new Reasoning(Optional.empty(), OptionalInt.empty());
    }

    private Reasoning adaptive(Reasoning asked) {
        Optional<Effort> effort =
                asked.effort()
                        .map(it -> it == Effort.MINIMAL ? Effort.LOW : it)
                        .map(it ->
                                it == Effort.XHIGH && !claude.knowsVeryHigh() ? Effort.HIGH : it);
        return new Reasoning(effort, OptionalInt.empty());
    }

    private Optional<Reasoning> budget(Reasoning asked) {
        int percent = percent(asked.effort().orElse(Effort.MEDIUM));
        int budget = Math.max(LEAST_BUDGET, (int) ((long) maxTokens * percent / 100));
        if (maxTokens <= LEAST_BUDGET) {
            return left();
        }
        return Optional.of(
                new Reasoning(Optional.empty(), OptionalInt.of(Math.min(budget, maxTokens - 1))));
    }

    private static int percent(Effort effort) {
        return switch (effort) {
            case NONE -> 0;
            case MINIMAL -> 10;
            case LOW -> 20;
            case MEDIUM -> 50;
            case HIGH -> 80;
            case XHIGH -> 90;
            case MAX -> 95;
        };
    }

    private Sampling sampling(boolean thinking) {
        Sampling asked = prompt.sampling();
        boolean free = claude.samples() && !thinking;
        OptionalDouble temperature = temperature(asked, free);
        OptionalDouble topP = asked.topP();
        boolean barred = temperature.isPresent() && claude.takesTemperatureOrTopP();
        if (topP.isPresent() && (!free || barred)) {
            topP = without("top_p");
        }
        OptionalInt topK = asked.topK();
        if (topK.isPresent() && !free) {
            dropped.add("top_k");
            topK = OptionalInt.empty();
        }
        return new Sampling(
                OptionalInt.of(maxTokens),
                temperature,
                topP,
                topK,
                asked.stop(),
                asked.seed(),
                asked.presencePenalty(),
                asked.frequencyPenalty());
    }

    /// 1 is what every model does anyway, and allowed even where no other is; beside `top_p` it is in the way.
    private OptionalDouble temperature(Sampling asked, boolean free) {
        if (asked.temperature().isEmpty()) {
            return OptionalDouble.empty();
        }
        double temperature = asked.temperature().getAsDouble();
        if (temperature == 1) {
            return asked.topP().isPresent() ? OptionalDouble.empty() : asked.temperature();
        }
        if (!free) {
            return without("temperature");
        }
        if (outOfRange(temperature)) {
            throw new Untranslatable("temperature: anthropic takes 0 to 1");
        }
        return asked.temperature();
    }

    private OptionalDouble without(String name) {
        dropped.add(name);
        return OptionalDouble.empty();
    }

    private static boolean outOfRange(double temperature) {
        return temperature < 0 || temperature > 1;
    }
}
