package dev.tollgate.provider.anthropic;

import com.fasterxml.jackson.databind.JsonNode;
import dev.tollgate.conversation.Completion;
import dev.tollgate.conversation.Completion.Finish;
import dev.tollgate.conversation.Part;
import dev.tollgate.provider.wire.Wire.Unreadable;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// A whole message, read.
final class AnthropicAnswer {
    private AnthropicAnswer() {}

    static Completion read(JsonNode answer) throws Unreadable {
        if (!answer.path("content").isArray()) {
            throw new Unreadable("the answer has no 'content'");
        }
        List<Part> parts = new ArrayList<>();
        answer.path("content").forEach(block -> parts.add(ContentBlock.read(block)));
        refusal(answer).ifPresent(parts::add);
        return new Completion(
                answer.path("id").asText(),
                answer.path("model").asText(),
                parts,
                finish(answer.path("stop_reason").asText()),
                ContentBlock.text(answer, "stop_sequence"),
                AnthropicUsage.of(answer.path("usage")));
    }

    /// Why the model, or what watches over it, would not say more, if Anthropic tells.
    static Optional<Part> refusal(JsonNode end) {
        return ContentBlock.text(end.path("stop_details"), "explanation").map(Part.Refusal::new);
    }

    static Finish finish(String reason) {
        return switch (reason) {
            case "max_tokens", "model_context_window_exceeded" -> Finish.LENGTH;
            case "tool_use" -> Finish.TOOL_CALLS;
            case "refusal" -> Finish.CONTENT_FILTER;
            case "pause_turn", "compaction" -> Finish.PAUSE;
            default -> Finish.STOP;
        };
    }
}
