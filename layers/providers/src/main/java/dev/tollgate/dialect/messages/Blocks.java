package dev.tollgate.dialect.messages;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.tollgate.conversation.Part;
import dev.tollgate.conversation.Part.Citation;
import dev.tollgate.http.Json;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Optional;

/// The content blocks that a model answers with: in replies to callers, and in the history that Anthropic is sent.
public final class Blocks {
    private Blocks() {}

    /// @param text with its citations
    public static ObjectNode text(Part.Text text) {
        ObjectNode block = Json.object().put("type", "text").put("text", text.text());
        if (!text.citations().isEmpty()) {
            ArrayNode citations = block.putArray("citations");
            text.citations().forEach(it -> citations.add(citation(it)));
        }
        return block;
    }

    public static ObjectNode thinking(Part.Thinking thought) {
        return RedactedThinking.data(thought)
                .map(data -> Json.object().put("type", "redacted_thinking").put("data", data))
                .orElseGet(() ->
                        Json.object()
                                .put("type", "thinking")
                                .put("thinking", thought.text())
                                .put("signature", signature(thought)));
    }

    /// Empty if there is none: official clients want to see the field.
    static String signature(Part.Thinking thought) {
        return thought.signature().map(it -> it.written(MessagesDialect.NAME)).orElse("");
    }

    /// @param input the arguments as an object
    public static ObjectNode call(Part.ToolCall call, JsonNode input) {
        ObjectNode block =
                Json.object().put("type", "tool_use").put("id", call.id()).put("name", call.name());
        block.set("input", input);
        return block;
    }

    /// A call's arguments as an object; empty if the model wrote something else, as it does when its tokens run out.
    public static Optional<JsonNode> input(Part.ToolCall call) {
        if (call.arguments().isBlank()) {
            return Optional.of(Json.object());
        }
        try {
            JsonNode input = Json.tree(call.arguments().getBytes(StandardCharsets.UTF_8));
            return Optional.of(input).filter(JsonNode::isObject);
        } catch (UncheckedIOException _) {
            return Optional.empty();
        }
    }

    /// Where the words of a text come from. Only Anthropic itself can fill in the places in its search results or the caller's documents.
    static ObjectNode citation(Citation citation) {
        ObjectNode written =
                Json.object()
                        .put(
                                "type",
                                citation.url().isPresent()
                                        ? "web_search_result_location"
                                        : "char_location")
                        .put("cited_text", citation.quote().orElse(""));
        if (citation.url().isPresent()) {
            return written.put("url", citation.url().get())
                    .put("title", citation.title().orElse(null))
                    .put("encrypted_index", "");
        }
        return written.put("document_index", 0)
                .put("document_title", citation.title().orElse(null))
                .put("start_char_index", 0)
                .put("end_char_index", 0);
    }
}
