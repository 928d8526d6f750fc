package dev.tollgate.testkit.sim.openai;

import com.fasterxml.jackson.databind.JsonNode;
import dev.tollgate.testkit.sim.dialect.Ask;
import dev.tollgate.testkit.sim.dialect.Refused;
import dev.tollgate.testkit.sim.dialect.SchemaValue;
import dev.tollgate.testkit.sim.dialect.Tools;
import dev.tollgate.testkit.sim.dialect.Turn;
import dev.tollgate.testkit.sim.dialect.Turn.Role;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// Reads a chat completions request.
final class ChatReader {

    private static final int MAX_CHOICES = 128;
    private static final int DEFAULT_MAX_TOKENS = 16_384;

    private ChatReader() {}

    static Ask ask(String model, JsonNode body) {
        var turns = turns(body.path("messages"));
        return new Ask(
                model,
                turns,
                body.path("stream").asBoolean(),
                Ask.between("n", 1, body.path("n").asInt(1), MAX_CHOICES),
                Ask.between("max_tokens", 1, maxTokens(body), Integer.MAX_VALUE),
                List.of(),
                tools(body),
                schema(body.path("response_format")),
                Ask.thinkingTokens(body.path("reasoning_effort").asText()));
    }

    private static List<Turn> turns(JsonNode messages) {
        if (!messages.isArray() || messages.isEmpty()) {
            throw Refused.invalid("messages", "need at least one message");
        }
        var turns = new ArrayList<Turn>();
        for (var message : messages) {
            if (!message.path("role").isTextual()) {
                throw Refused.invalid("messages", "need a role on every message");
            }
            turns.add(new Turn(role(message), text(message), images(message.path("content"))));
        }
        return turns;
    }

    private static Role role(JsonNode message) {
        return switch (message.path("role").asText()) {
            case "user" -> Role.USER;
            case "assistant" -> Role.ASSISTANT;
            case "tool" -> Role.TOOL;
            default -> Role.SYSTEM;
        };
    }

    private static String text(JsonNode message) {
        var texts = new ArrayList<String>();
        var content = message.path("content");
        if (content.isTextual()) {
            texts.add(content.asText());
        }
        content.forEach(part -> texts.add(part.path("text").asText()));
        for (var call : message.path("tool_calls")) {
            texts.add(call.path("function").path("name").asText());
            texts.add(call.path("function").path("arguments").asText());
        }
        texts.removeIf(String::isEmpty);
        return String.join(" ", texts);
    }

    private static int images(JsonNode content) {
        int images = 0;
        for (var part : content) {
            images += part.path("type").asText().equals("image_url") ? 1 : 0;
        }
        return images;
    }

    private static int maxTokens(JsonNode body) {
        int older = body.path("max_tokens").asInt(DEFAULT_MAX_TOKENS);
        return body.path("max_completion_tokens").asInt(older);
    }

    private static Tools tools(JsonNode body) {
        var offered = new ArrayList<Tools.Tool>();
        for (var tool : body.path("tools")) {
            var function = tool.path("function");
            offered.add(
                    new Tools.Tool(function.path("name").asText(), function.path("parameters")));
        }
        return new Tools(
                offered,
                ToolChoices.of(body.path("tool_choice"), "/function/name"),
                body.path("parallel_tool_calls").asBoolean(true));
    }

    private static Optional<JsonNode> schema(JsonNode format) {
        return switch (format.path("type").asText()) {
            case "json_schema" -> Optional.of(format.path("json_schema").path("schema"));
            case "json_object" -> Optional.of(SchemaValue.ANSWER_OBJECT);
            default -> Optional.empty();
        };
    }
}
