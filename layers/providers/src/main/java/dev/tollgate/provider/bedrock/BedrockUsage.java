package dev.tollgate.provider.bedrock;

import com.fasterxml.jackson.databind.JsonNode;
import dev.tollgate.usage.Usage;
import java.util.Optional;

/// Token counts as Converse reports them. `inputTokens` holds neither what was read from the cache nor what was written to it; thoughts are part of `outputTokens`.
final class BedrockUsage {
    private static final long MAX_TOKENS = 1_000_000_000;

    private BedrockUsage() {}

    static Optional<Usage> of(JsonNode usage) {
        boolean isReport =
                isCount(usage.path("inputTokens")) && isCount(usage.path("outputTokens"));
        return isReport ? Optional.of(read(usage)) : Optional.empty();
    }

    private static Usage read(JsonNode usage) {
        long cacheRead = count(usage, "cacheReadInputTokens");
        long written = count(usage, "cacheWriteInputTokens");
        long forAnHour = 0;
        for (JsonNode detail : usage.path("cacheDetails")) {
            if (detail.path("ttl").asText().equals("1h")) {
                forAnHour = Math.min(written, forAnHour + count(detail, "inputTokens"));
            }
        }
        return new Usage(
                count(usage, "inputTokens") + cacheRead + written,
                cacheRead,
                written - forAnHour,
                forAnHour,
                0,
                0,
                count(usage, "outputTokens"),
                0,
                0,
                false);
    }

    private static boolean isCount(JsonNode count) {
        return count.isIntegralNumber()
                && count.canConvertToLong()
                && count.asLong() >= 0
                && count.asLong() <= MAX_TOKENS;
    }

    private static long count(JsonNode node, String name) {
        return Math.clamp(node.path(name).asLong(), 0, MAX_TOKENS);
    }
}
