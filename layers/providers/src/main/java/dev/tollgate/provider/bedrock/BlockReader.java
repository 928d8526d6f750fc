package dev.tollgate.provider.bedrock;

import com.fasterxml.jackson.databind.JsonNode;
import dev.tollgate.config.Bounds;
import dev.tollgate.conversation.Chunk;
import dev.tollgate.conversation.Part;
import java.io.ByteArrayOutputStream;
import java.util.Base64;
import java.util.List;
import java.util.Optional;

/// Reads content blocks as they stream in. Only calls, and blocks that no other language knows, are announced; the others begin with their first delta.
///
/// A block that says nothing, such as the empty text before gpt-oss's thoughts, makes no part.
final class BlockReader {
    private int index = -1;
    private Open open = Open.NOTHING;
    private StringBuilder signature = new StringBuilder();
    private ByteArrayOutputStream redacted = new ByteArrayOutputStream();
    private ForeignBlock foreign = new ForeignBlock();
    private Optional<String> problem = Optional.empty();

    private enum Open {
        NOTHING,
        TEXT,
        THINKING,
        CALL,
        FOREIGN
    }

    /// Why the blocks can't be read any further.
    Optional<String> problem() {
        long gathered = foreign.size() + signature.length() + redacted.size();
        return gathered > Bounds.MAX_EVENT_BYTES
                ? Optional.of("a block of the stream is too large")
                : problem;
    }

    void read(String event, JsonNode said, List<Chunk> chunks) {
        int at = said.path("contentBlockIndex").asInt();
        if (at != index) {
            close(chunks);
            index = at;
        }
        switch (event) {
            case "contentBlockStart" -> start(said.path("start"), chunks);
            case "contentBlockStop" -> close(chunks);
            default -> delta(said.path("delta"), chunks);
        }
    }

    private void start(JsonNode start, List<Chunk> chunks) {
        JsonNode toolUse = start.path("toolUse");
        if (toolUse.isObject() && ConverseAnswer.isOurTool(toolUse)) {
            String id = toolUse.path("toolUseId").asText();
            String name = toolUse.path("name").asText();
            open(Open.CALL, new Part.ToolCall(id, name, "", Optional.empty()), chunks);
        } else if (!start.isEmpty()) {
            gather(start, chunks);
        }
    }

    private void delta(JsonNode delta, List<Chunk> chunks) {
        if (open == Open.FOREIGN) {
            foreign.add(delta);
        } else if (delta.path("text").isTextual()) {
            more(Open.TEXT, delta.path("text").asText(), chunks);
        } else if (delta.path("citation").isObject()) {
            open(Open.TEXT, Part.Text.of(""), chunks);
            chunks.add(new Chunk.Cited(ConverseAnswer.citation(delta.path("citation"))));
        } else if (delta.path("reasoningContent").isObject()) {
            thought(delta.path("reasoningContent"), chunks);
        } else if (open == Open.CALL && delta.path("toolUse").isObject()) {
            more(Open.CALL, delta.path("toolUse").path("input").asText(""), chunks);
        } else if (!delta.isEmpty()) {
            gather(delta, chunks);
        }
    }

    private void thought(JsonNode delta, List<Chunk> chunks) {
        more(Open.THINKING, delta.path("text").asText(""), chunks);
        String signed = delta.path("signature").asText("");
        String hidden = delta.path("redactedContent").asText("");
        if (signed.isEmpty() && hidden.isEmpty()) {
            return;
        }
        open(Open.THINKING, new Part.Thinking("", Optional.empty()), chunks);
        signature.append(signed);
        try {
            redacted.writeBytes(Base64.getDecoder().decode(hidden));
        } catch (IllegalArgumentException _) {
            problem = Optional.of("a redacted thought of the stream is not in base64");
        }
    }

    private void more(Open kind, String text, List<Chunk> chunks) {
        if (text.isEmpty()) {
            return;
        }
        if (kind == Open.TEXT) {
            open(kind, Part.Text.of(""), chunks);
        } else if (kind == Open.THINKING) {
            open(kind, new Part.Thinking("", Optional.empty()), chunks);
        }
        chunks.add(new Chunk.More(text));
    }

    private void open(Open kind, Part part, List<Chunk> chunks) {
        if (open != kind) {
            close(chunks);
            open = kind;
            chunks.add(new Chunk.Open(part));
        }
    }

    /// Such a block is told when it is complete.
    private void gather(JsonNode first, List<Chunk> chunks) {
        close(chunks);
        open = Open.FOREIGN;
        foreign = new ForeignBlock();
        foreign.add(first);
    }

    void close(List<Chunk> chunks) {
        if (open == Open.FOREIGN) {
            chunks.add(new Chunk.Open(foreign.part()));
        }
        if (open == Open.THINKING) {
            ReasoningContent.signed(signature.toString())
                    .or(this::hidden)
                    .ifPresent(it -> chunks.add(new Chunk.Signed(it)));
        }
        if (open != Open.NOTHING) {
            chunks.add(new Chunk.Close());
        }
        open = Open.NOTHING;
        signature = new StringBuilder();
        redacted = new ByteArrayOutputStream();
        foreign = new ForeignBlock();
    }

    private Optional<Part.Signature> hidden() {
        return redacted.size() == 0
                ? Optional.empty()
                : Optional.of(
                        ReasoningContent.redacted(
                                Base64.getEncoder().encodeToString(redacted.toByteArray())));
    }
}
