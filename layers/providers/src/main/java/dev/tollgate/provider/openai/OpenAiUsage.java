package dev.tollgate.provider.openai;

import com.fasterxml.jackson.databind.JsonNode;
import dev.tollgate.usage.Usage;
import java.util.Optional;

/// Token counts as chat completions and embeddings report them. `prompt_tokens` holds the cached ones, `completion_tokens` the reasoning ones.
///
/// Groq puts them under `x_groq` in streams, DeepSeek names its cached tokens `prompt_cache_hit_tokens`.
final class OpenAiUsage {
    private OpenAiUsage() {}

    /// The usage that an answer, or a chunk of one, carries.
    static Optional<Usage> of(JsonNode usage, JsonNode groq) {
        JsonNode found = usage.isObject() ? usage : groq.path("usage");
        return found.isObject() ? Optional.of(read(found)) : Optional.empty();
    }

    private static Usage read(JsonNode usage) {
        JsonNode in = usage.path("prompt_tokens_details");
        JsonNode out = usage.path("completion_tokens_details");
        return new Usage(
                count(usage, "prompt_tokens"),
                Math.max(count(in, "cached_tokens"), count(usage, "prompt_cache_hit_tokens")),
                count(in, "cache_write_tokens"),
                0,
                count(in, "audio_tokens"),
                0,
                count(usage, "completion_tokens"),
                count(out, "reasoning_tokens"),
                count(out, "audio_tokens"),
                false);
    }

    private static long count(JsonNode node, String name) {
        return Math.max(0, node.path(name).asLong());
    }
}
