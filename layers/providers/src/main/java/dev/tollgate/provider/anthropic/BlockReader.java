package dev.tollgate.provider.anthropic;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.tollgate.config.Bounds;
import dev.tollgate.conversation.Chunk;
import dev.tollgate.conversation.Part;
import dev.tollgate.http.Json;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// Reads the blocks of a stream, one after another. A block that only Anthropic knows is a part once it is whole.
final class BlockReader {
    private Optional<Part> open = Optional.empty();
    private ObjectNode whole = Json.object();
    private final StringBuilder input = new StringBuilder();
    private int held;

    void start(JsonNode block, List<Chunk> chunks) {
        stop(chunks);
        Part part = ContentBlock.read(block);
        if (part instanceof Part.Foreign && block instanceof ObjectNode object) {
            whole = object.deepCopy();
        } else {
            part = unargued(part);
            chunks.add(new Chunk.Open(part));
        }
        open = Optional.of(part);
    }

    /// A call begins with an empty object, which stands for arguments that are still to come.
    private static Part unargued(Part part) {
        return part instanceof Part.ToolCall call && call.arguments().equals("{}")
                ? new Part.ToolCall(call.id(), call.name(), "", call.signature())
                : part;
    }

    /// @return whether the delta belongs to a block, and a block is of a size that can be held
    boolean go(JsonNode delta, List<Chunk> chunks) {
        if (open.isEmpty()) {
            return false;
        }
        if (open.get() instanceof Part.Foreign) {
            return hold(delta);
        }
        switch (delta.path("type").asText()) {
            case "text_delta" -> more(delta.path("text"), chunks);
            case "thinking_delta" -> more(delta.path("thinking"), chunks);
            case "input_json_delta" -> more(delta.path("partial_json"), chunks);
            case "signature_delta" ->
                    ContentBlock.text(delta, "signature")
                            .map(ContentBlock::signature)
                            .ifPresent(it -> chunks.add(new Chunk.Signed(it)));
            case "citations_delta" ->
                    chunks.add(new Chunk.Cited(ContentBlock.citation(delta.path("citation"))));
            default -> {
                // something new
            }
        }
        return true;
    }

    private static void more(JsonNode text, List<Chunk> chunks) {
        if (!text.asText().isEmpty()) {
            chunks.add(new Chunk.More(text.asText()));
        }
    }

    /// Texts of the block go on, everything else is put in.
    private boolean hold(JsonNode delta) {
        if (delta.path("type").asText().equals("input_json_delta")) {
            String more = delta.path("partial_json").asText();
            input.append(more);
            held += more.length();
        } else {
            for (Map.Entry<String, JsonNode> member : delta.properties()) {
                if (!member.getKey().equals("type")) {
                    put(member.getKey(), member.getValue());
                }
            }
        }
        return held <= Bounds.MAX_ANSWER_BYTES;
    }

    private void put(String name, JsonNode value) {
        if (value.isTextual() && whole.path(name).isTextual()) {
            held += value.asText().length();
            whole.put(name, whole.path(name).asText() + value.asText());
        } else {
            whole.set(name, value);
        }
    }

    void stop(List<Chunk> chunks) {
        if (open.isEmpty()) {
            return;
        }
        if (open.get() instanceof Part.Foreign(String language, String type, _)) {
            if (!input.isEmpty()) {
                whole.set("input", read(input.toString()));
            }
            chunks.add(new Chunk.Open(new Part.Foreign(language, type, whole)));
        }
        chunks.add(new Chunk.Close());
        open = Optional.empty();
        input.setLength(0);
        held = 0;
    }

    /// What is no JSON, as when the model's tokens ran out, stays a text.
    private static JsonNode read(String json) {
        try {
            return Json.tree(json.getBytes(UTF_8));
        } catch (UncheckedIOException _) {
            return Json.mapper().getNodeFactory().textNode(json);
        }
    }
}
