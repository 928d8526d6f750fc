package dev.tollgate.provider.bedrock;

import com.fasterxml.jackson.databind.JsonNode;
import dev.tollgate.conversation.Completion;
import dev.tollgate.conversation.Completion.Finish;
import dev.tollgate.conversation.Part;
import dev.tollgate.conversation.Part.Citation;
import dev.tollgate.provider.wire.Tongue;
import dev.tollgate.provider.wire.Wire.Unreadable;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// A whole answer of Converse, read. It has neither an id nor a model's name.
final class ConverseAnswer {
    private ConverseAnswer() {}

    static Completion read(JsonNode answer) throws Unreadable {
        JsonNode content = answer.path("output").path("message").path("content");
        if (!content.isArray()) {
            throw new Unreadable("the answer has no 'output.message.content'");
        }
        List<Part> parts = new ArrayList<>();
        for (JsonNode block : content) {
            for (Map.Entry<String, JsonNode> member : block.properties()) {
                part(member.getKey(), member.getValue()).ifPresent(parts::add);
            }
        }
        return new Completion(
                "",
                "",
                parts,
                finish(answer.path("stopReason").asText("")),
                Optional.empty(),
                BedrockUsage.of(answer.path("usage")));
    }

    /// @param type of the block, which is the name of its one member
    private static Optional<Part> part(String type, JsonNode value) {
        return switch (type) {
            case "text" -> value.asText().isEmpty() ? Optional.empty() : Optional.of(text(value));
            case "reasoningContent" -> Optional.of(ReasoningContent.read(value));
            case "citationsContent" -> Optional.of(cited(value));
            case "toolUse" -> Optional.of(isOurTool(value) ? call(value) : foreign(type, value));
            default -> Optional.of(foreign(type, value));
        };
    }

    private static Part text(JsonNode text) {
        return Part.Text.of(text.asText());
    }

    private static Part cited(JsonNode value) {
        StringBuilder text = new StringBuilder();
        value.path("content").forEach(it -> text.append(it.path("text").asText("")));
        List<Citation> citations = new ArrayList<>();
        value.path("citations").forEach(it -> citations.add(citation(it)));
        return new Part.Text(text.toString(), citations);
    }

    static Citation citation(JsonNode citation) {
        StringBuilder quote = new StringBuilder();
        citation.path("sourceContent").forEach(it -> quote.append(it.path("text").asText("")));
        return new Citation(
                said(citation.path("location").path("web").path("url").asText("")),
                said(citation.path("title").asText("")),
                said(quote.toString()));
    }

    private static Optional<String> said(String text) {
        return text.isEmpty() ? Optional.empty() : Optional.of(text);
    }

    /// Whether a call is the caller's to make. Others, such as Nova's grounding, Bedrock has made itself.
    static boolean isOurTool(JsonNode toolUse) {
        String type = toolUse.path("type").asText("");
        return type.isEmpty() || type.equals("tool_use");
    }

    private static Part call(JsonNode toolUse) {
        return new Part.ToolCall(
                toolUse.path("toolUseId").asText(),
                toolUse.path("name").asText(),
                toolUse.path("input").isContainerNode() ? toolUse.path("input").toString() : "{}",
                Optional.empty());
    }

    static Part foreign(String type, JsonNode value) {
        return new Part.Foreign(Tongue.BEDROCK.written(), type, value);
    }

    /// Malformed answers are failures: see [BedrockErrors#failureIn].
    static Finish finish(String reason) {
        return switch (reason) {
            case "max_tokens", "model_context_window_exceeded" -> Finish.LENGTH;
            case "tool_use" -> Finish.TOOL_CALLS;
            case "guardrail_intervened", "content_filtered" -> Finish.CONTENT_FILTER;
            default -> Finish.STOP;
        };
    }
}
