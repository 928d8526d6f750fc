package dev.tollgate.dialect.responses;

import com.fasterxml.jackson.databind.JsonNode;
import dev.tollgate.conversation.Message;
import dev.tollgate.conversation.Message.Role;
import dev.tollgate.conversation.Prompt;
import dev.tollgate.conversation.Prompt.Effort;
import dev.tollgate.conversation.Prompt.Format;
import dev.tollgate.conversation.Prompt.Reasoning;
import dev.tollgate.conversation.Prompt.Sampling;
import dev.tollgate.dialect.Field;
import dev.tollgate.http.Json;
import dev.tollgate.http.JsonBody;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;

/// A responses request, read.
final class ResponsesRequest {
    /// What has a place in a prompt, or is the gateway's own business.
    private static final Set<String> READ =
            Set.of(
                    "model",
                    "input",
                    "instructions",
                    "stream",
                    "stream_options",
                    "metadata",
                    "include",
                    "max_output_tokens",
                    "temperature",
                    "top_p",
                    "tools",
                    "tool_choice",
                    "parallel_tool_calls",
                    "text",
                    "reasoning");

    /// What the API does anyway when nothing is said.
    private static final Set<String> USUAL = Set.of("\"disabled\"", "0", "false", "null");

    private ResponsesRequest() {}

    static Prompt read(JsonBody body) {
        Field root = new Field("", Json.tree(body.bytes()));
        SortedMap<String, JsonNode> others = new TreeMap<>();
        others(root, "", READ, others);
        others(root.at("text"), "text.", Set.of("format", "verbosity"), others);
        others(root.at("reasoning"), "reasoning.", Set.of("effort"), others);
        include(root.at("include"), others);
        phases(root.at("input"), others);
        root.at("text")
                .at("verbosity")
                .optionalText()
                .ifPresent(_ -> others.put("verbosity", root.at("text").at("verbosity").value()));
        FunctionTools functions = FunctionTools.read(root, others);
        return new Prompt(
                messages(root),
                functions.tools(),
                functions.choice(),
                !root.has("parallel_tool_calls") || root.at("parallel_tool_calls").flag(),
                format(root.at("text").at("format")),
                sampling(root),
                reasoning(root.at("reasoning").at("effort")),
                others);
    }

    private static List<Message> messages(Field root) {
        List<Message> messages = new ArrayList<>();
        root.at("instructions")
                .optionalText()
                .ifPresent(it -> messages.add(Message.of(Role.SYSTEM, it)));
        Field input = root.at("input");
        if (!input.isAbsent()) {
            messages.addAll(InputItems.read(input));
        }
        return messages;
    }

    private static void others(
            Field object, String prefix, Set<String> read, SortedMap<String, JsonNode> others) {
        if (object.isAbsent()) {
            return;
        }
        object.object()
                .value()
                .properties()
                .forEach(member -> {
                    JsonNode value = member.getValue();
                    boolean asks =
                            !USUAL.contains(value.toString())
                                    && !(value.isContainerNode() && value.isEmpty());
                    if (!read.contains(member.getKey()) && asks) {
                        others.put(prefix + member.getKey(), value);
                    }
                });
    }

    /// Encrypted reasoning is what [OutputItems] shows; nothing else that may be included is known elsewhere.
    private static void include(Field include, SortedMap<String, JsonNode> others) {
        boolean more =
                include.items().stream()
                        .anyMatch(it -> !it.text().equals(ResponsesDialect.ENCRYPTED));
        if (more) {
            others.put("include", include.value());
        }
    }

    /// Whether a message was a remark or the answer: other languages don't say.
    private static void phases(Field input, SortedMap<String, JsonNode> others) {
        if (input.isList()) {
            input.items().stream()
                    .map(item -> item.at("phase"))
                    .filter(phase -> !phase.isAbsent())
                    .findFirst()
                    .ifPresent(phase -> others.put("input.phase", phase.value()));
        }
    }

    private static Sampling sampling(Field root) {
        return new Sampling(
                root.at("max_output_tokens").optionalInt(),
                root.at("temperature").optionalDouble(),
                root.at("top_p").optionalDouble(),
                OptionalInt.empty(),
                List.of(),
                OptionalLong.empty(),
                OptionalDouble.empty(),
                OptionalDouble.empty());
    }

    private static Format format(Field format) {
        if (format.isAbsent()) {
            return new Format.Text();
        }
        return switch (format.object().at("type").text()) {
            case "text" -> new Format.Text();
            case "json_object" -> new Format.Json();
            case "json_schema" ->
                    new Format.Schema(
                            format.at("name").text(),
                            format.at("description").optionalText(),
                            format.at("schema").object().value(),
                            format.at("strict").flag());
            default -> throw format.at("type").unknown("form", "text, json_object or json_schema");
        };
    }

    private static Optional<Reasoning> reasoning(Field effort) {
        return effort.optionalText()
                .map(written -> new Reasoning(Optional.of(effort(effort)), OptionalInt.empty()));
    }

    private static Effort effort(Field effort) {
        try {
            return Effort.valueOf(effort.text().toUpperCase(Locale.ROOT));
        } catch (IllegalArgumentException _) {
            throw effort.unknown("effort", "none, minimal, low, medium, high, xhigh or max");
        }
    }
}
