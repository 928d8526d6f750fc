package dev.tollgate.provider.openai;

import com.fasterxml.jackson.databind.JsonNode;
import dev.tollgate.conversation.Part;
import dev.tollgate.provider.wire.Tongue;
import java.util.Optional;

/// Content that comes as a list of pieces: Mistral's thinking models write it so.
final class ContentPieces {
    private ContentPieces() {}

    static Optional<Part> part(JsonNode piece) {
        return switch (piece.path("type").asText()) {
            case "text", "output_text" -> text(piece.path("text").asText()).map(Part.Text::of);
            case "thinking" ->
                    text(thought(piece.path("thinking")))
                            .map(it -> new Part.Thinking(it, Optional.empty()));
            default ->
                    Optional.of(
                            new Part.Foreign(
                                    Tongue.OPENAI.written(), piece.path("type").asText(), piece));
        };
    }

    private static String thought(JsonNode thinking) {
        if (thinking.isTextual()) {
            return thinking.asText();
        }
        StringBuilder text = new StringBuilder();
        thinking.forEach(it -> text.append(it.path("text").asText()));
        return text.toString();
    }

    private static Optional<String> text(String text) {
        return text.isEmpty() ? Optional.empty() : Optional.of(text);
    }
}
