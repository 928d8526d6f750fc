package dev.tollgate.provider.responses;

import com.fasterxml.jackson.databind.JsonNode;
import dev.tollgate.conversation.Completion;
import dev.tollgate.conversation.Completion.Finish;
import dev.tollgate.conversation.Part;
import dev.tollgate.conversation.Part.Citation;
import dev.tollgate.dialect.responses.ReasoningItem;
import dev.tollgate.provider.wire.Tongue;
import dev.tollgate.provider.wire.Wire.Unreadable;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// A whole response, read. Of the items of its output, those that say nothing, as thoughts of which nothing is shown, become no part.
final class ResponsesAnswer {
    private ResponsesAnswer() {}

    static Completion read(JsonNode response) throws Unreadable {
        if (!response.path("output").isArray()) {
            throw new Unreadable("the answer has no 'output'");
        }
        if (response.path("status").asText().matches("in_progress|queued")) {
            throw new Unreadable("the answer is not complete");
        }
        return new Completion(
                response.path("id").asText(),
                response.path("model").asText(),
                parts(response.path("output")),
                finish(response),
                Optional.empty(),
                ResponsesUsage.of(response.path("usage")));
    }

    static List<Part> parts(JsonNode output) {
        List<Part> parts = new ArrayList<>();
        for (JsonNode item : output) {
            switch (item.path("type").asText()) {
                case "message" ->
                        item.path("content").forEach(it -> content(it).ifPresent(parts::add));
                case ReasoningItem.TYPE -> ReasoningItem.read(item).thought().ifPresent(parts::add);
                case "function_call" -> parts.add(call(item));
                default -> parts.add(foreign(item));
            }
        }
        return parts;
    }

    private static Optional<Part> content(JsonNode content) {
        return switch (content.path("type").asText()) {
            case "output_text" -> {
                String text = content.path("text").asText();
                yield text.isEmpty()
                        ? Optional.empty()
                        : Optional.of(new Part.Text(text, citations(content.path("annotations"))));
            }
            case "refusal" -> {
                String text = content.path("refusal").asText();
                yield text.isEmpty() ? Optional.empty() : Optional.of(new Part.Refusal(text));
            }
            default -> Optional.of(foreign(content));
        };
    }

    private static Part call(JsonNode item) {
        String arguments = item.path("arguments").asText();
        return new Part.ToolCall(
                callId(item),
                item.path("name").asText(),
                arguments.isBlank() ? "{}" : arguments,
                Optional.empty());
    }

    /// Whether any text of it says how probable its tokens are.
    static boolean hasProbabilities(JsonNode response) {
        for (JsonNode item : response.path("output")) {
            for (JsonNode content : item.path("content")) {
                if (!content.path("logprobs").isEmpty()) {
                    return true;
                }
            }
        }
        return false;
    }

    static String callId(JsonNode item) {
        return item.path("call_id").asText(item.path("id").asText());
    }

    /// What only this API has: OpenAI's own tools and what they came to.
    static Part foreign(JsonNode node) {
        return new Part.Foreign(Tongue.RESPONSES.written(), node.path("type").asText(), node);
    }

    static List<Citation> citations(JsonNode annotations) {
        List<Citation> citations = new ArrayList<>();
        annotations.forEach(annotation -> citations.add(citation(annotation)));
        return citations;
    }

    /// A file that was searched has a name in a title's place.
    static Citation citation(JsonNode annotation) {
        return new Citation(
                text(annotation, "url"),
                text(annotation, "title")
                        .or(() -> text(annotation, "filename"))
                        .or(() -> text(annotation, "file_id")),
                Optional.empty());
    }

    private static Optional<String> text(JsonNode node, String name) {
        return Optional.of(node.path(name)).filter(JsonNode::isTextual).map(JsonNode::asText);
    }

    static Finish finish(JsonNode response) {
        String reason = response.path("incomplete_details").path("reason").asText("");
        if (response.path("status").asText().equals("incomplete") || !reason.isEmpty()) {
            return reason.equals("content_filter") ? Finish.CONTENT_FILTER : Finish.LENGTH;
        }
        for (JsonNode item : response.path("output")) {
            if (item.path("type").asText().equals("function_call")) {
                return Finish.TOOL_CALLS;
            }
        }
        return Finish.STOP;
    }
}
