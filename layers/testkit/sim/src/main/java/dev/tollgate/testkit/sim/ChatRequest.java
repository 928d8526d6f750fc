package dev.tollgate.testkit.sim;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// What the simulated provider reads of a chat completions request.
///
/// @param maxTokens the bound on completion tokens
/// @param tool the tool to be called, if the answer is to be a call
/// @param schema the JSON schema the answer has to follow, if it is to be JSON
/// @param reasoningTokens how much is thought before the answer: 16, 64, 256 or 1,024 tokens for
///     the efforts low, medium, high and xhigh, else none
record ChatRequest(
        String model,
        List<Message> messages,
        boolean stream,
        boolean includeUsage,
        int choices,
        int maxTokens,
        Optional<Tool> tool,
        Optional<JsonNode> schema,
        int reasoningTokens,
        Echo echo) {

    private static final int MAX_CHOICES = 128;
    private static final int DEFAULT_MAX_TOKENS = 16_384;

    /// One message, its parts' texts and its tool calls' arguments joined by spaces.
    record Message(String role, String text) {}

    record Tool(String name, JsonNode parameters) {}

    static ChatRequest of(JsonNode body, Echo echo) {
        var messages = messages(body.path("messages"));
        return new ChatRequest(
                body.path("model").asText(),
                messages,
                body.path("stream").asBoolean(),
                body.path("stream_options").path("include_usage").asBoolean(),
                between("n", body.path("n").asInt(1), MAX_CHOICES),
                between("max_tokens", maxTokens(body), Integer.MAX_VALUE),
                messages.getLast().role().equals("user") ? tool(body) : Optional.empty(),
                schema(body.path("response_format")),
                reasoningTokens(body.path("reasoning_effort").asText()),
                echo);
    }

    /// The tokens of all messages.
    int promptTokens() {
        return messages.stream().mapToInt(message -> Tokens.count(message.text())).sum();
    }

    /// The tokens of all messages but the last one, in whole blocks of 128 and from 1,024 prompt
    /// tokens on: what a provider's prompt cache would know.
    int cachedTokens() {
        int prompt = promptTokens();
        int earlier = prompt - Tokens.count(messages.getLast().text());
        return prompt < 1024 ? 0 : earlier / 128 * 128;
    }

    /// The text of the last message of a role, or nothing.
    String lastText(String role) {
        return messages.reversed().stream()
                .filter(message -> message.role().equals(role))
                .findFirst()
                .map(Message::text)
                .orElse("");
    }

    private static List<Message> messages(JsonNode list) {
        if (!list.isArray() || list.isEmpty()) {
            throw Refused.invalid("messages", "need at least one message");
        }
        var messages = new ArrayList<Message>();
        for (var message : list) {
            if (!message.path("role").isTextual()) {
                throw Refused.invalid("messages", "need a role on every message");
            }
            messages.add(new Message(message.path("role").asText(), text(message)));
        }
        return messages;
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

    private static int maxTokens(JsonNode body) {
        int older = body.path("max_tokens").asInt(DEFAULT_MAX_TOKENS);
        return body.path("max_completion_tokens").asInt(older);
    }

    private static int between(String field, int value, int max) {
        if (value < 1 || value > max) {
            throw Refused.invalid(field, "need 1 <= " + field + " <= " + max + ", got " + value);
        }
        return value;
    }

    /// The function that `tool_choice` names, or else the first, unless it is `none`.
    private static Optional<Tool> tool(JsonNode body) {
        var choice = body.path("tool_choice");
        if (choice.asText().equals("none")) {
            return Optional.empty();
        }
        var named = choice.path("function").path("name").asText();
        for (var tool : body.path("tools")) {
            var function = tool.path("function");
            var name = function.path("name").asText();
            if (named.isEmpty() || named.equals(name)) {
                return Optional.of(new Tool(name, function.path("parameters")));
            }
        }
        if (!named.isEmpty()) {
            throw Refused.invalid("tool_choice", "no tool is named '" + named + "'");
        }
        return Optional.empty();
    }

    private static Optional<JsonNode> schema(JsonNode format) {
        return switch (format.path("type").asText()) {
            case "json_schema" -> Optional.of(format.path("json_schema").path("schema"));
            case "json_object" -> Optional.of(SchemaValue.ANSWER_OBJECT);
            default -> Optional.empty();
        };
    }

    private static int reasoningTokens(String effort) {
        return switch (effort) {
            case "low" -> 16;
            case "medium" -> 64;
            case "high" -> 256;
            case "xhigh" -> 1024;
            default -> 0;
        };
    }
}
