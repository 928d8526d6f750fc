package dev.tollgate.dialect.chat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.tollgate.conversation.Prompt;
import dev.tollgate.conversation.Prompt.Effort;
import dev.tollgate.conversation.Prompt.Format;
import dev.tollgate.conversation.Prompt.Reasoning;
import dev.tollgate.conversation.Prompt.Sampling;
import dev.tollgate.dialect.Field;
import dev.tollgate.http.Json;
import dev.tollgate.http.JsonBody;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;

/// A chat completions request, read.
final class ChatRequest {
    /// What has a place in a prompt, or is the gateway's own business.
    private static final Set<String> READ =
            Set.of(
                    "model",
                    "messages",
                    "stream",
                    "stream_options",
                    "metadata",
                    "max_tokens",
                    "max_completion_tokens",
                    "temperature",
                    "top_p",
                    "top_k",
                    "stop",
                    "seed",
                    "presence_penalty",
                    "frequency_penalty",
                    "tools",
                    "tool_choice",
                    "parallel_tool_calls",
                    "response_format",
                    "reasoning_effort");

    private ChatRequest() {}

    static Prompt read(JsonBody body) {
        Field root = new Field("", Json.tree(body.bytes()));
        SortedMap<String, JsonNode> others = new TreeMap<>();
        root.value()
                .properties()
                .forEach(member -> {
                    if (!READ.contains(member.getKey())
                            && root.at(member.getKey()).asksForSomething()) {
                        others.put(member.getKey(), member.getValue());
                    }
                });
        if (root.at("n").optionalInt().orElse(1) == 1) {
            others.remove("n");
        }
        ChatTools tools = ChatTools.read(root, others);
        return new Prompt(
                new ChatMessages(others).read(root.at("messages")),
                tools.tools(),
                tools.choice(),
                !root.has("parallel_tool_calls") || root.at("parallel_tool_calls").flag(),
                format(root.at("response_format")),
                sampling(root),
                reasoning(root.at("reasoning_effort")),
                others);
    }

    private static Sampling sampling(Field root) {
        OptionalInt newer = root.at("max_completion_tokens").optionalInt();
        return new Sampling(
                newer.isPresent() ? newer : root.at("max_tokens").optionalInt(),
                root.at("temperature").optionalDouble(),
                root.at("top_p").optionalDouble(),
                root.at("top_k").optionalInt(),
                stop(root.at("stop")),
                root.at("seed").optionalLong(),
                root.at("presence_penalty").optionalDouble(),
                root.at("frequency_penalty").optionalDouble());
    }

    private static List<String> stop(Field stop) {
        return stop.isText()
                ? List.of(stop.text())
                : stop.items().stream().map(Field::text).toList();
    }

    private static Format format(Field format) {
        if (format.isAbsent()) {
            return new Format.Text();
        }
        return switch (format.object().at("type").text()) {
            case "text" -> new Format.Text();
            case "json_object" -> new Format.Json();
            case "json_schema" -> {
                Field schema = format.at("json_schema").object();
                yield new Format.Schema(
                        schema.at("name").text(),
                        schema.at("description").optionalText(),
                        schema.at("schema").object().value(),
                        schema.at("strict").flag());
            }
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
