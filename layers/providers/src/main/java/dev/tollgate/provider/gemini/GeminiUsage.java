package dev.tollgate.provider.gemini;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.tollgate.http.Json;
import dev.tollgate.usage.Usage;
import java.util.Optional;
import java.util.Set;

/// The tokens of one answer, from `usageMetadata`. A stream's chunks tell them bit by bit; what a later one says, holds.
///
/// Gemini counts thoughts beside the answer, and what tools read beside the prompt. It reads the pages of documents as images. Source: API reference,
/// `UsageMetadata`, `MediaModality`.
final class GeminiUsage {
    private static final long MAX_TOKENS = 1_000_000_000;
    private static final String PROMPT = "promptTokenCount";
    private static final String PROMPT_DETAILS = "promptTokensDetails";
    private static final String CACHE_DETAILS = "cacheTokensDetails";
    private static final String ANSWER_DETAILS = "candidatesTokensDetails";
    private static final Set<String> AUDIO = Set.of("AUDIO");
    private static final Set<String> IMAGE = Set.of("IMAGE", "DOCUMENT");

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
                count(PROMPT_DETAILS, AUDIO),
                count(CACHE_DETAILS, AUDIO),
                count(PROMPT_DETAILS, IMAGE) - count(CACHE_DETAILS, IMAGE),
                count("candidatesTokenCount") + thoughts,
                thoughts,
                count(ANSWER_DETAILS, AUDIO),
                count(ANSWER_DETAILS, IMAGE),
                false);
    }

    private long count(String name) {
        JsonNode count = known.path(name);
        return isCount(count) ? count.asLong() : 0;
    }

    private long count(String name, Set<String> modalities) {
        long tokens = 0;
        for (JsonNode modality : known.path(name)) {
            if (modalities.contains(modality.path("modality").asText())
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
