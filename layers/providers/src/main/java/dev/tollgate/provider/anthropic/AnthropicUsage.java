package dev.tollgate.provider.anthropic;

import com.fasterxml.jackson.databind.JsonNode;
import dev.tollgate.usage.Usage;
import java.util.Optional;

/// Token counts as Anthropic reports them: `input_tokens` leaves out what was read from the cache or written to it, `output_tokens` holds the thoughts.
///
/// `iterations` lists the model's own turns once more, and beside them those of an adviser or of a compaction, which are not among the totals.
final class AnthropicUsage {
    private static final long MAX_TOKENS = 1_000_000_000;

    private AnthropicUsage() {}

    static Optional<Usage> of(JsonNode usage) {
        return usage.path("input_tokens").isIntegralNumber()
                ? Optional.of(read(usage))
                : Optional.empty();
    }

    private static Usage read(JsonNode usage) {
        JsonNode split = usage.path("cache_creation");
        long written =
                Math.max(
                        count(usage, "cache_creation_input_tokens"),
                        count(split, "ephemeral_5m_input_tokens")
                                + count(split, "ephemeral_1h_input_tokens"));
        long writtenLong = Math.min(written, count(split, "ephemeral_1h_input_tokens"));
        long read = count(usage, "cache_read_input_tokens");
        return new Usage(
                count(usage, "input_tokens") + read + written,
                read,
                written - writtenLong,
                writtenLong,
                0,
                0,
                count(usage, "output_tokens"),
                count(usage.path("output_tokens_details"), "thinking_tokens"),
                0,
                false);
    }

    private static long count(JsonNode node, String name) {
        return Math.clamp(node.path(name).asLong(), 0, MAX_TOKENS);
    }
}
