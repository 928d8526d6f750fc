package dev.tollgate.provider.openai;

import com.fasterxml.jackson.databind.JsonNode;
import dev.tollgate.usage.Usage;
import java.util.Optional;

/// Token counts as chat completions and embeddings report them. `prompt_tokens` holds the cached ones, `completion_tokens` the reasoning ones.
///
/// Groq puts them under `x_groq` in streams, and DeepSeek names its cached tokens `prompt_cache_hit_tokens`.
final class OpenAiUsage {
    private static final long MAX_TOKENS = 1_000_000_000;

    private OpenAiUsage() {}

    /// The usage that an answer, or a chunk of one, carries.
    static Optional<Usage> of(JsonNode usage, JsonNode groq) {
        JsonNode found = usage.isObject() ? usage : groq.path("usage");
        return isReport(found) ? Optional.of(read(found)) : Optional.empty();
    }

    /// An object without a count of the input, or with one that no model could have read, is no report.
    private static boolean isReport(JsonNode usage) {
        return isCount(usage.path("prompt_tokens"))
                && (usage.path("completion_tokens").isMissingNode()
                        || isCount(usage.path("completion_tokens")));
    }

    private static boolean isCount(JsonNode count) {
        return count.isIntegralNumber()
                && count.canConvertToLong()
                && count.asLong() >= 0
                && count.asLong() <= MAX_TOKENS;
    }

    private static Usage read(JsonNode usage) {
        JsonNode in = usage.path("prompt_tokens_details");
        JsonNode out = usage.path("completion_tokens_details");
        long cached = Math.max(count(in, "cached_tokens"), count(usage, "prompt_cache_hit_tokens"));
        return new Usage(
                count(usage, "prompt_tokens"),
                cached,
                count(in, "cache_write_tokens"),
                0,
                count(in, "audio_tokens"),
                0,
                count(in, "image_tokens"),
                count(usage, "completion_tokens"),
                count(out, "reasoning_tokens"),
                count(out, "audio_tokens"),
                count(out, "image_tokens"),
                false);
    }

    private static long count(JsonNode node, String name) {
        return Math.clamp(node.path(name).asLong(), 0, MAX_TOKENS);
    }
}
