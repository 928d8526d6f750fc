package dev.tollgate.conversation;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.SortedMap;
import java.util.TreeMap;

/// What is asked of a model.
///
/// @param messages in order; instructions (`system`, `developer`) are messages, too
/// @param toolChoice empty if the caller leaves it to the model
/// @param parallelTools whether several tools may be called at once
/// @param others fields of the request that have no place here, by name: what becomes of them is for a provider's wire to say
public record Prompt(
        List<Message> messages,
        List<Tool> tools,
        Optional<ToolChoice> toolChoice,
        boolean parallelTools,
        Format format,
        Sampling sampling,
        Optional<Reasoning> reasoning,
        SortedMap<String, JsonNode> others) {

    public Prompt {
        messages = List.copyOf(messages);
        tools = List.copyOf(tools);
        others = Collections.unmodifiableSortedMap(new TreeMap<>(others));
    }

    /// Nothing but messages.
    public static Prompt of(List<Message> messages) {
        return new Prompt(
                messages,
                List.of(),
                Optional.empty(),
                true,
                new Format.Text(),
                Sampling.UNSET,
                Optional.empty(),
                new TreeMap<>(Map.of()));
    }

    /// The same prompt with other fields of the request.
    public Prompt with(SortedMap<String, JsonNode> otherFields) {
        return new Prompt(
                messages,
                tools,
                toolChoice,
                parallelTools,
                format,
                sampling,
                reasoning,
                otherFields);
    }

    /// The instructions.
    public List<Message> instructions() {
        return messages.stream().filter(it -> it.role() == Message.Role.SYSTEM).toList();
    }

    /// What was said, instructions left out.
    public List<Message> turns() {
        return messages.stream().filter(it -> it.role() != Message.Role.SYSTEM).toList();
    }

    /// A function that the model may ask to be called.
    ///
    /// @param parameters a JSON schema
    /// @param strict whether arguments must keep to it
    public record Tool(
            String name, Optional<String> description, JsonNode parameters, boolean strict) {}

    /// Which tools the model has to call.
    public sealed interface ToolChoice {
        record Auto() implements ToolChoice {}

        record None() implements ToolChoice {}

        /// Any of them, but one at least.
        record Required() implements ToolChoice {}

        record Named(String name) implements ToolChoice {}
    }

    /// What form the answer's text takes.
    public sealed interface Format {
        record Text() implements Format {}

        /// Any JSON object.
        record Json() implements Format {}

        record Schema(String name, Optional<String> description, JsonNode schema, boolean strict)
                implements Format {}
    }

    /// How tokens are chosen, and how many.
    public record Sampling(
            OptionalInt maxTokens,
            OptionalDouble temperature,
            OptionalDouble topP,
            OptionalInt topK,
            List<String> stop,
            OptionalLong seed,
            OptionalDouble presencePenalty,
            OptionalDouble frequencyPenalty) {

        public static final Sampling UNSET =
                new Sampling(
                        OptionalInt.empty(),
                        OptionalDouble.empty(),
                        OptionalDouble.empty(),
                        OptionalInt.empty(),
                        List.of(),
                        OptionalLong.empty(),
                        OptionalDouble.empty(),
                        OptionalDouble.empty());

        public Sampling {
            stop = List.copyOf(stop);
        }
    }

    /// How much the model thinks before it answers. One of both is given, or neither: then the model decides.
    ///
    /// @param budgetTokens how many tokens it may think
    public record Reasoning(Optional<Effort> effort, OptionalInt budgetTokens) {}

    /// Each greater than the one before.
    public enum Effort {
        NONE,
        MINIMAL,
        LOW,
        MEDIUM,
        HIGH,
        XHIGH,
        MAX
    }
}
