package dev.tollgate.dialect.responses;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.tollgate.conversation.Part;
import dev.tollgate.conversation.Part.Signature;
import dev.tollgate.http.Json;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// A reasoning item. As a signature's value it is one text that holds everything but what was thought: `summary:rs_1:gAAA...`.
///
/// @param id empty if it has none
/// @param inFull whether `content` shows all that was thought; otherwise there is a summary, if anything
/// @param text what was thought
/// @param encrypted the same for the provider's eyes, empty if it gave none
public record ReasoningItem(String id, boolean inFull, String text, String encrypted) {
    public static final String TYPE = "reasoning";

    /// What stands between two pieces of a summary.
    public static final String BETWEEN = "\n\n";

    private static final String CONTENT = "content:";
    private static final String SUMMARY = "summary:";

    public static ReasoningItem read(JsonNode item) {
        List<String> texts = texts(item.path("summary"));
        List<String> inFull = texts(item.path("content"));
        texts.addAll(inFull);
        return new ReasoningItem(
                text(item, "id"),
                !inFull.isEmpty(),
                String.join(BETWEEN, texts),
                text(item, "encrypted_content"));
    }

    private static List<String> texts(JsonNode pieces) {
        List<String> texts = new ArrayList<>();
        pieces.forEach(piece -> texts.add(piece.path("text").asText()));
        texts.removeIf(String::isEmpty);
        return texts;
    }

    /// Puts together what [#signature] took apart.
    public static ReasoningItem of(String text, String mark) {
        boolean inFull = mark.startsWith(CONTENT);
        int colon = mark.indexOf(':', CONTENT.length());
        boolean ours = inFull || mark.startsWith(SUMMARY);
        if (!ours || colon < 0) {
            return new ReasoningItem("", false, text, mark);
        }
        return new ReasoningItem(
                mark.substring(CONTENT.length(), colon), inFull, text, mark.substring(colon + 1));
    }

    /// What the provider wants to see again; empty if it could do nothing with the item, as with a mere summary.
    public Optional<Signature> signature() {
        Signature given = Signature.read(encrypted, ResponsesDialect.NAME);
        if (!given.origin().equals(ResponsesDialect.NAME)) {
            return Optional.of(given);
        }
        String kind = inFull ? CONTENT : SUMMARY;
        return encrypted.isEmpty() && !inFull
                ? Optional.empty()
                : Optional.of(
                        new Signature(
                                ResponsesDialect.NAME,
                                kind + (id.contains(":") ? "" : id) + ":" + encrypted));
    }

    /// Empty if the item says nothing.
    public Optional<Part.Thinking> thought() {
        return text.isEmpty() && signature().isEmpty()
                ? Optional.empty()
                : Optional.of(new Part.Thinking(text, signature()));
    }

    /// As it stands in a request's input or an answer's output. A summary is always there, if only an empty one.
    public ObjectNode write() {
        ObjectNode item = Json.object().put("type", TYPE);
        if (!id.isEmpty()) {
            item.put("id", id);
        }
        var summary = item.putArray("summary");
        if (!inFull && !text.isEmpty()) {
            summary.addObject().put("type", "summary_text").put("text", text);
        } else if (!text.isEmpty()) {
            item.putArray("content").addObject().put("type", "reasoning_text").put("text", text);
        }
        if (!encrypted.isEmpty()) {
            item.put("encrypted_content", encrypted);
        }
        return item;
    }

    private static String text(JsonNode item, String name) {
        return item.path(name).isTextual() ? item.path(name).asText() : "";
    }
}
