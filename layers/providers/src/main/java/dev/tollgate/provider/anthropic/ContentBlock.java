package dev.tollgate.provider.anthropic;

import com.fasterxml.jackson.databind.JsonNode;
import dev.tollgate.conversation.Part;
import dev.tollgate.conversation.Part.Citation;
import dev.tollgate.conversation.Part.Signature;
import dev.tollgate.dialect.messages.RedactedThinking;
import dev.tollgate.provider.wire.Tongue;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// A block of an answer, read. What Anthropic's own tools did stays as it is.
final class ContentBlock {
    private ContentBlock() {}

    static Part read(JsonNode block) {
        return switch (block.path("type").asText()) {
            case "text" ->
                    new Part.Text(block.path("text").asText(), citations(block.path("citations")));
            case "thinking" ->
                    new Part.Thinking(
                            block.path("thinking").asText(),
                            text(block, "signature").map(ContentBlock::signature));
            case "redacted_thinking" -> RedactedThinking.of(block.path("data").asText());
            case "tool_use" ->
                    new Part.ToolCall(
                            block.path("id").asText(),
                            block.path("name").asText(),
                            block.path("input").isObject() ? block.path("input").toString() : "{}",
                            Optional.empty());
            default ->
                    new Part.Foreign(
                            Tongue.ANTHROPIC.written(), block.path("type").asText(), block);
        };
    }

    static Signature signature(String value) {
        return new Signature(Tongue.ANTHROPIC.written(), value);
    }

    private static List<Citation> citations(JsonNode list) {
        List<Citation> citations = new ArrayList<>();
        list.forEach(it -> citations.add(citation(it)));
        return citations;
    }

    /// Of a page on the web, of a search result that the caller gave (its `source`), or of a document (its title).
    static Citation citation(JsonNode citation) {
        return new Citation(
                text(citation, "url").or(() -> text(citation, "source")),
                text(citation, "title").or(() -> text(citation, "document_title")),
                text(citation, "cited_text"));
    }

    static Optional<String> text(JsonNode node, String name) {
        return Optional.of(node.path(name))
                .filter(JsonNode::isTextual)
                .map(JsonNode::asText)
                .filter(text -> !text.isEmpty());
    }
}
