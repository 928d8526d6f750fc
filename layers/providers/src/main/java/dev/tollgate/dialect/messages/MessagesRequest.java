package dev.tollgate.dialect.messages;

import com.fasterxml.jackson.databind.JsonNode;
import dev.tollgate.conversation.Message;
import dev.tollgate.conversation.Message.Role;
import dev.tollgate.conversation.Prompt;
import dev.tollgate.conversation.Prompt.Effort;
import dev.tollgate.conversation.Prompt.Format;
import dev.tollgate.conversation.Prompt.Reasoning;
import dev.tollgate.conversation.Prompt.Sampling;
import dev.tollgate.conversation.Prompt.ToolChoice;
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

/// A messages request, read.
final class MessagesRequest {
    /// What has a place in a prompt, or is the gateway's own business.
    private static final Set<String> READ =
            Set.of(
                    "model",
                    "messages",
                    "stream",
                    "metadata",
                    "system",
                    "max_tokens",
                    "temperature",
                    "top_p",
                    "top_k",
                    "stop_sequences",
                    "tools",
                    "tool_choice",
                    "thinking",
                    "service_tier",
                    "output_config",
                    "output_format");

    /// A schema needs a name elsewhere; here it has its title, if that.
    private static final String UNNAMED = "answer";

    private MessagesRequest() {}

    static Prompt read(JsonBody body) {
        Field root = new Field("", Json.tree(body.bytes()));
        Leftovers others = new Leftovers();
        others.of(root, "", READ);
        others.of(root.at("output_config"), "output_config.", Set.of("effort", "format"));
        others.of(root.at("thinking"), "thinking.", Set.of("type", "budget_tokens"));
        tier(root.at("service_tier"), others);
        root.at("metadata")
                .at("user_id")
                .optionalText()
                .ifPresent(_ -> others.put("user", root.at("metadata").at("user_id").value()));
        Field choice = root.at("tool_choice");
        return new Prompt(
                messages(root, others),
                MessagesTools.read(root.at("tools"), others),
                toolChoice(choice),
                !choice.at("disable_parallel_tool_use").flag(),
                format(root),
                sampling(root),
                reasoning(root.at("thinking"), root.at("output_config").at("effort"), others),
                others.all());
    }

    private static List<Message> messages(Field root, Leftovers others) {
        MessagesContent content = new MessagesContent(others);
        List<Message> messages = new ArrayList<>();
        if (root.has("system")) {
            messages.add(new Message(Role.SYSTEM, content.read(root.at("system"))));
        }
        for (Field message : root.at("messages").items()) {
            Field role = message.object().at("role");
            messages.add(new Message(role(role), content.read(message.at("content"))));
        }
        return messages;
    }

    private static Role role(Field role) {
        return switch (role.text()) {
            case "user" -> Role.USER;
            case "assistant" -> Role.ASSISTANT;
            case "system" -> Role.SYSTEM;
            default -> throw role.unknown("role", "user, assistant or system");
        };
    }

    /// `auto` is what every provider does unasked; the other tier is nobody else's.
    private static void tier(Field tier, Leftovers others) {
        if (!tier.isAbsent() && !tier.text().equals("auto")) {
            others.put("service_tier." + tier.text(), tier.value());
        }
    }

    private static Sampling sampling(Field root) {
        return new Sampling(
                root.at("max_tokens").optionalInt(),
                root.at("temperature").optionalDouble(),
                root.at("top_p").optionalDouble(),
                root.at("top_k").optionalInt(),
                root.at("stop_sequences").items().stream().map(Field::text).toList(),
                OptionalLong.empty(),
                OptionalDouble.empty(),
                OptionalDouble.empty());
    }

    private static Optional<ToolChoice> toolChoice(Field choice) {
        if (choice.isAbsent()) {
            return Optional.empty();
        }
        Field type = choice.object().at("type");
        return Optional.of(
                switch (type.text()) {
                    case "auto" -> new ToolChoice.Auto();
                    case "any" -> new ToolChoice.Required();
                    case "none" -> new ToolChoice.None();
                    case "tool" -> new ToolChoice.Named(choice.at("name").text());
                    default -> throw type.unknown("choice", "auto, any, tool or none");
                });
    }

    /// Anthropic always keeps to a schema; `output_format` is what it was called in its beta.
    private static Format format(Field root) {
        Field newer = root.at("output_config").at("format");
        Field format = newer.isAbsent() ? root.at("output_format") : newer;
        if (format.isAbsent()) {
            return new Format.Text();
        }
        if (!format.object().at("type").text().equals("json_schema")) {
            throw format.at("type").unknown("form", "json_schema");
        }
        JsonNode schema = format.at("schema").object().value();
        String title = schema.path("title").asText("");
        String name = title.matches("[a-zA-Z0-9_-]{1,64}") ? title : UNNAMED;
        return new Format.Schema(name, Optional.empty(), schema, true);
    }

    /// Where both an effort and a budget are given, the effort holds: more models know what to make of it.
    private static Optional<Reasoning> reasoning(Field thinking, Field effort, Leftovers others) {
        Optional<Effort> asked = effort.optionalText().map(_ -> effort(effort));
        if (thinking.isAbsent()) {
            return asked.map(it -> new Reasoning(Optional.of(it), OptionalInt.empty()));
        }
        Field type = thinking.object().at("type");
        return Optional.of(
                switch (type.text()) {
                    case "disabled" -> new Reasoning(Optional.of(Effort.NONE), OptionalInt.empty());
                    case "adaptive" -> new Reasoning(asked, OptionalInt.empty());
                    case "enabled" -> {
                        OptionalInt budget = thinking.at("budget_tokens").optionalInt();
                        if (asked.isPresent() && budget.isPresent()) {
                            others.put(
                                    "thinking.budget_tokens", thinking.at("budget_tokens").value());
                            budget = OptionalInt.empty();
                        }
                        yield new Reasoning(asked, budget);
                    }
                    default -> throw type.unknown("thinking", "enabled, adaptive or disabled");
                });
    }

    private static Effort effort(Field effort) {
        return switch (effort.text()) {
            case "low", "medium", "high", "xhigh", "max" ->
                    Effort.valueOf(effort.text().toUpperCase(Locale.ROOT));
            default -> throw effort.unknown("effort", "low, medium, high, xhigh or max");
        };
    }
}
