package dev.tollgate.audit;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.tollgate.conversation.Ask;
import dev.tollgate.conversation.Language.InvalidPrompt;
import dev.tollgate.conversation.Message;
import dev.tollgate.conversation.Part;
import dev.tollgate.conversation.Prompt;
import dev.tollgate.conversation.Prompt.Format;
import dev.tollgate.conversation.Prompt.ToolChoice;
import dev.tollgate.http.Json;
import dev.tollgate.routing.Call.Operation;
import dev.tollgate.routing.Dropped;
import java.util.Collection;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;

/// What a request is like: sizes, counts, names and settings, but nothing that is said in it.
record Shape(Redactor redactor) {
    /// Names of one kind that are told.
    static final int MAX_NAMES = 200;

    ObjectNode of(Operation operation, Ask ask) {
        ObjectNode shape = Json.object().put("bytes", ask.body().bytes().length);
        names(shape.putArray("fields"), ask.body().names());
        if (operation != Operation.EMBEDDINGS) {
            try {
                conversation(shape, ask.prompt());
            } catch (InvalidPrompt _) { // nobody has had to read it, and so nobody has refused it
                shape.put("readable", false);
            }
        }
        return shape;
    }

    private void conversation(ObjectNode shape, Prompt prompt) {
        Map<String, Integer> messages = new TreeMap<>();
        Map<String, Integer> parts = new TreeMap<>();
        for (Message message : prompt.messages()) {
            count(messages, lower(message.role()));
            message.parts().stream()
                    .map(Part::kind)
                    .map(Dropped::name)
                    .forEach(it -> count(parts, it));
        }
        messages.forEach(shape.putObject("messages")::put);
        parts.forEach(shape.putObject("parts")::put);
        if (!prompt.tools().isEmpty()) {
            names(shape.putArray("tools"), prompt.tools().stream().map(Prompt.Tool::name).toList());
        }
        settings(shape.putObject("settings"), prompt);
    }

    private static void settings(ObjectNode settings, Prompt prompt) {
        Prompt.Sampling sampling = prompt.sampling();
        sampling.maxTokens().ifPresent(it -> settings.put("max_tokens", it));
        sampling.temperature().ifPresent(it -> settings.put("temperature", it));
        sampling.topP().ifPresent(it -> settings.put("top_p", it));
        sampling.topK().ifPresent(it -> settings.put("top_k", it));
        sampling.seed().ifPresent(it -> settings.put("seed", it));
        sampling.presencePenalty().ifPresent(it -> settings.put("presence_penalty", it));
        sampling.frequencyPenalty().ifPresent(it -> settings.put("frequency_penalty", it));
        if (!sampling.stop().isEmpty()) {
            settings.put("stop_sequences", sampling.stop().size());
        }
        prompt.toolChoice().ifPresent(it -> settings.put("tool_choice", written(it)));
        settings.put("format", written(prompt.format()));
        prompt.reasoning()
                .ifPresent(it -> {
                    it.effort().ifPresent(effort -> settings.put("effort", lower(effort)));
                    it.budgetTokens().ifPresent(most -> settings.put("thinking_tokens", most));
                });
    }

    private static String written(ToolChoice choice) {
        return switch (choice) {
            case ToolChoice.Auto() -> "auto";
            case ToolChoice.None() -> "none";
            case ToolChoice.Required() -> "required";
            case ToolChoice.Named(_) -> "named";
        };
    }

    private static String written(Format format) {
        return switch (format) {
            case Format.Text() -> "text";
            case Format.Json() -> "json";
            case Format.Schema _ -> "schema";
        };
    }

    /// Names may be anything that a caller has thought of: only plain ones are told.
    private void names(ArrayNode list, Collection<String> names) {
        names.stream().limit(MAX_NAMES).map(Dropped::name).map(redactor::text).forEach(list::add);
    }

    private static void count(Map<String, Integer> counts, String what) {
        counts.merge(what, 1, Integer::sum);
    }

    private static String lower(Enum<?> value) {
        return value.name().toLowerCase(Locale.ROOT);
    }
}
