package dev.tollgate.provider.gemini;

import com.fasterxml.jackson.databind.JsonNode;
import dev.tollgate.conversation.Chunk;
import dev.tollgate.conversation.Part;
import dev.tollgate.conversation.Part.Citation;
import dev.tollgate.conversation.Part.Signature;
import dev.tollgate.conversation.Part.Source;
import dev.tollgate.provider.wire.Tongue;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/// Reads the parts of one candidate into parts that follow one another: texts that belong together are one, whatever pieces they came in.
///
/// A signature that stands at a text, or at an empty one, becomes a thought that shows nothing else, after that text: [ContentBodies] puts it back.
final class PartReader {
    private static final String GEMINI = Tongue.GEMINI.written();

    /// Members that say something about a part, but are not what it is.
    private static final Set<String> ABOUT =
            Set.of(
                    "thought",
                    "thoughtSignature",
                    "videoMetadata",
                    "partMetadata",
                    "mediaResolution");

    private final String answerId;
    private Open open = Open.NOTHING;
    private Optional<Signature> textSignature = Optional.empty();
    private int calls;

    private enum Open {
        NOTHING,
        THINKING,
        TEXT
    }

    /// @param answerId goes into the ids of calls that have none
    PartReader(String answerId) {
        this.answerId = answerId.replaceAll("[^A-Za-z0-9_-]", "_");
    }

    boolean called() {
        return calls > 0;
    }

    void read(JsonNode part, List<Chunk> chunks) {
        Optional<Signature> signature = signature(part);
        JsonNode inline = part.path("inlineData");
        if (part.path("text").isTextual()) {
            String text = part.path("text").asText();
            if (part.path("thought").asBoolean()) {
                thought(text, signature, chunks);
            } else {
                text(text, signature, chunks);
            }
        } else if (part.path("functionCall").isObject()) {
            whole(call(part.path("functionCall"), signature), chunks);
        } else if (inline.path("mimeType").asText().startsWith("image/")) {
            Source image =
                    new Source.Inline(
                            inline.path("mimeType").asText(), inline.path("data").asText());
            whole(new Part.Image(image, Optional.empty()), chunks);
            signature.ifPresent(it -> loose(it, chunks));
        } else {
            other(part, signature, chunks);
        }
    }

    void cite(Citation citation, List<Chunk> chunks) {
        open(Open.TEXT, chunks);
        chunks.add(new Chunk.Cited(citation));
    }

    /// A part that arrived in one piece.
    void whole(Part part, List<Chunk> chunks) {
        close(chunks);
        chunks.add(new Chunk.Open(part));
        chunks.add(new Chunk.Close());
    }

    void close(List<Chunk> chunks) {
        if (open != Open.NOTHING) {
            chunks.add(new Chunk.Close());
        }
        open = Open.NOTHING;
        Optional<Signature> signature = textSignature;
        textSignature = Optional.empty();
        signature.ifPresent(it -> loose(it, chunks));
    }

    private void text(String text, Optional<Signature> signature, List<Chunk> chunks) {
        if (!text.isEmpty()) {
            if (textSignature.isPresent()) {
                close(chunks);
            }
            open(Open.TEXT, chunks);
            chunks.add(new Chunk.More(text));
        }
        if (signature.isPresent()) {
            if (open != Open.TEXT || textSignature.isPresent()) {
                close(chunks);
            }
            if (open == Open.TEXT) {
                textSignature = signature;
            } else {
                loose(signature.get(), chunks);
            }
        }
    }

    private void thought(String text, Optional<Signature> signature, List<Chunk> chunks) {
        if (text.isEmpty() && signature.isEmpty()) {
            return;
        }
        open(Open.THINKING, chunks);
        if (!text.isEmpty()) {
            chunks.add(new Chunk.More(text));
        }
        if (signature.isPresent()) {
            chunks.add(new Chunk.Signed(signature.get()));
            close(chunks);
        }
    }

    private void loose(Signature signature, List<Chunk> chunks) {
        whole(new Part.Thinking("", Optional.of(signature)), chunks);
    }

    /// AI Studio's newer models number their calls; all others do not.
    private Part call(JsonNode call, Optional<Signature> signature) {
        String own = "call_" + (answerId.isEmpty() ? "" : answerId + "_") + calls++;
        String id = call.path("id").asText("");
        JsonNode arguments = call.path("args");
        return new Part.ToolCall(
                id.isEmpty() ? own : id,
                call.path("name").asText(),
                arguments.isObject() ? arguments.toString() : "{}",
                signature);
    }

    private void other(JsonNode part, Optional<Signature> signature, List<Chunk> chunks) {
        part.properties().stream()
                .map(Map.Entry::getKey)
                .filter(name -> !ABOUT.contains(name))
                .findFirst()
                .ifPresentOrElse(
                        type -> whole(new Part.Foreign(GEMINI, type, part), chunks),
                        () -> signature.ifPresent(it -> loose(it, chunks)));
    }

    private void open(Open kind, List<Chunk> chunks) {
        if (open != kind) {
            close(chunks);
            open = kind;
            Part empty =
                    kind == Open.TEXT ? Part.Text.of("") : new Part.Thinking("", Optional.empty());
            chunks.add(new Chunk.Open(empty));
        }
    }

    private static Optional<Signature> signature(JsonNode part) {
        String signature = part.path("thoughtSignature").asText("");
        return signature.isEmpty()
                ? Optional.empty()
                : Optional.of(new Signature(GEMINI, signature));
    }
}
