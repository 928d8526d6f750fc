package dev.tollgate.provider.judges;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.MissingNode;
import dev.tollgate.conversation.Completion.Finish;
import dev.tollgate.provider.judges.Said.Called;
import dev.tollgate.provider.judges.Said.Notes;
import dev.tollgate.usage.Usage;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/// Google's generateContent, of Gemini's API and of Vertex AI. A whole answer is a stream of one event.
final class GeminiWitness implements Witness {

    @Override
    public Said whole(JsonNode answer) {
        return streamed(List.of(answer));
    }

    @Override
    public Said streamed(List<JsonNode> events) {
        Notes notes = new Notes();
        String reason = "";
        JsonNode usage = MissingNode.getInstance();
        for (JsonNode event : events) {
            if (!event.at("/promptFeedback/blockReason").asText("").isEmpty()) {
                reason = "SAFETY";
            }
            JsonNode candidate = event.path("candidates").path(0);
            for (JsonNode part : candidate.at("/content/parts")) {
                boolean thought = part.path("thought").asBoolean();
                (thought ? notes.thinking : notes.text).append(part.path("text").asText(""));
                notes.sign(part.path("thoughtSignature"));
                JsonNode call = part.path("functionCall");
                if (call.isObject()) {
                    notes.calls.add(
                            Called.of(
                                    call.path("name").asText(),
                                    call.path("args").isObject()
                                            ? call.path("args").toString()
                                            : "{}"));
                }
            }
            reason = candidate.path("finishReason").asText(reason);
            usage = event.path("usageMetadata").isObject() ? event.path("usageMetadata") : usage;
        }
        return notes.said(finish(reason, !notes.calls.isEmpty()), usage(usage));
    }

    private static Finish finish(String reason, boolean called) {
        return switch (reason) {
            case "STOP", "" -> called ? Finish.TOOL_CALLS : Finish.STOP;
            case "MAX_TOKENS" -> Finish.LENGTH;
            case "SAFETY", "BLOCKLIST", "PROHIBITED_CONTENT", "SPII", "RECITATION" ->
                    Finish.CONTENT_FILTER;
            default -> throw new AssertionError("a finish reason nobody has told of: " + reason);
        };
    }

    private static Optional<Usage> usage(JsonNode usage) {
        if (!usage.isObject() || !usage.has("promptTokenCount")) {
            return Optional.empty();
        }
        long thoughts = usage.path("thoughtsTokenCount").asLong();
        return Optional.of(
                new Usage(
                        usage.path("promptTokenCount").asLong()
                                + usage.path("toolUsePromptTokenCount").asLong(),
                        usage.path("cachedContentTokenCount").asLong(),
                        0,
                        0,
                        audio(usage.path("promptTokensDetails")),
                        audio(usage.path("cacheTokensDetails")),
                        images(usage.path("promptTokensDetails"))
                                - images(usage.path("cacheTokensDetails")),
                        usage.path("candidatesTokenCount").asLong() + thoughts,
                        thoughts,
                        audio(usage.path("candidatesTokensDetails")),
                        images(usage.path("candidatesTokensDetails")),
                        false));
    }

    private static long audio(JsonNode details) {
        return of(details, Set.of("AUDIO"));
    }

    /// Pages of documents are billed as images.
    private static long images(JsonNode details) {
        return of(details, Set.of("IMAGE", "DOCUMENT"));
    }

    private static long of(JsonNode details, Set<String> modalities) {
        long tokens = 0;
        for (JsonNode detail : details) {
            if (modalities.contains(detail.path("modality").asText())) {
                tokens += detail.path("tokenCount").asLong();
            }
        }
        return tokens;
    }
}
