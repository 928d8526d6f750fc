package dev.tollgate.provider.responses;

import com.fasterxml.jackson.databind.JsonNode;
import dev.tollgate.usage.Usage;
import java.util.Optional;

/// Token counts as responses report them: `input_tokens` holds the cached and the written ones, `output_tokens` the reasoning ones.
final class ResponsesUsage {
    private static final long MAX_TOKENS = 1_000_000_000;

    private ResponsesUsage() {}

    /// Empty if it is no report: without counts, or with some that no model could have read or said.
    static Optional<Usage> of(JsonNode usage) {
        return isCount(usage.path("input_tokens")) && isCount(usage.path("output_tokens"))
                ? Optional.of(read(usage))
                : Optional.empty();
    }

    private static boolean isCount(JsonNode count) {
        return count.isIntegralNumber()
                && count.canConvertToLong()
                && count.asLong() >= 0
                && count.asLong() <= MAX_TOKENS;
    }

    private static Usage read(JsonNode usage) {
        JsonNode in = usage.path("input_tokens_details");
        JsonNode out = usage.path("output_tokens_details");
        return new Usage(
                count(usage, "input_tokens"),
                count(in, "cached_tokens"),
                count(in, "cache_write_tokens"),
                0,
                count(in, "audio_tokens"),
                0,
                count(in, "image_tokens"),
                count(usage, "output_tokens"),
                count(out, "reasoning_tokens"),
                count(out, "audio_tokens"),
                count(out, "image_tokens"),
                false);
    }

    private static long count(JsonNode node, String name) {
        return Math.clamp(node.path(name).asLong(), 0, MAX_TOKENS);
    }
}
