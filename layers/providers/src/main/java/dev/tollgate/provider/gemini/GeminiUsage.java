package dev.tollgate.provider.gemini;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.tollgate.http.Json;
import dev.tollgate.usage.Usage;
import java.util.Optional;

/// The tokens of one answer, from `usageMetadata`. A stream's chunks tell them bit by bit; what a later one says, holds.
///
/// Gemini counts thoughts beside the answer, and what tools read beside the prompt. Source: API reference, `UsageMetadata`.
final class GeminiUsage {
    private static final long MAX_TOKENS = 1_000_000_000;
    private static final String PROMPT = "promptTokenCount";

    private final ObjectNode known = Json.object();

    /// The tokens so far; empty if the prompt's are not known yet.
    Optional<Usage> add(JsonNode metadata) {
        metadata.properties().forEach(count -> known.set(count.getKey(), count.getValue()));
        return isCount(known.path(PROMPT)) ? Optional.of(usage()) : Optional.empty();
    }

    private Usage usage() {
        long thoughts = count("thoughtsTokenCount");
        return new Usage(
                count(PROMPT) + count("toolUsePromptTokenCount"),
                count("cachedContentTokenCount"),
                0,
                0,
                audio("promptTokensDetails"),
                audio("cacheTokensDetails"),
                count("candidatesTokenCount") + thoughts,
                thoughts,
                audio("candidatesTokensDetails"),
                false);
    }

    private long count(String name) {
        JsonNode count = known.path(name);
        return isCount(count) ? count.asLong() : 0;
    }

    private long audio(String name) {
        long tokens = 0;
        for (JsonNode modality : known.path(name)) {
            if (modality.path("modality").asText().equals("AUDIO")
                    && isCount(modality.path("tokenCount"))) {
                tokens += modality.path("tokenCount").asLong();
            }
        }
        return Math.min(tokens, MAX_TOKENS);
    }

    /// A count that no model could have come to is none.
    private static boolean isCount(JsonNode count) {
        return count.isIntegralNumber()
                && count.canConvertToLong()
                && count.asLong() >= 0
                && count.asLong() <= MAX_TOKENS;
    }
}
