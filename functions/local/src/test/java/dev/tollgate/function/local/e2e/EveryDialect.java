package dev.tollgate.function.local.e2e;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/// What the tests on every provider dialect have in common: the providers of `every-dialect.yaml`, and what is asked of them.
final class EveryDialect {
    static final String OPENAI = "openai";
    static final String RESPONSES = "responses";
    static final String ANTHROPIC = "anthropic";
    static final String GEMINI = "gemini";
    static final String VERTEX = "vertex";
    static final String AZURE = "azure";
    static final String BEDROCK = "bedrock";

    static final String QUESTION = "How many roads must a man walk down?";
    static final String INSTRUCTIONS = "Be brief.";
    static final String RESULT = "sunny, 21 degrees";
    static final Map<String, Object> PROPERTIES = Map.of("city", Map.of("type", "string"));

    /// A picture of one pixel.
    static final String PIXEL =
            "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==";

    private EveryDialect() {}

    static List<String> providers() {
        return List.of(OPENAI, RESPONSES, ANTHROPIC, GEMINI, VERTEX, AZURE, BEDROCK);
    }

    /// Every provider, asked for an answer at once and for one piece by piece.
    static List<Way> ways() {
        return both(providers());
    }

    static List<Way> thinkingWays() {
        return both(thinkers());
    }

    private static List<Way> both(List<String> providers) {
        return providers.stream()
                .flatMap(it -> Stream.of(new Way(it, false), new Way(it, true)))
                .toList();
    }

    /// Those whose models show what they think.
    static List<String> thinkers() {
        return List.of(RESPONSES, ANTHROPIC, GEMINI, VERTEX, BEDROCK);
    }

    /// Those that make embeddings.
    static List<String> embedders() {
        return List.of(OPENAI, AZURE, GEMINI, VERTEX, BEDROCK);
    }

    /// What a provider's own request calls what a model thought before.
    static String thoughtIn(String provider) {
        return switch (provider) {
            case RESPONSES -> "\"encrypted_content\":\"";
            case ANTHROPIC -> "\"signature\":\"";
            case GEMINI, VERTEX -> "\"thoughtSignature\":\"";
            default -> "\"reasoningText\":";
        };
    }

    /// A provider, and whether its answer comes piece by piece.
    record Way(String provider, boolean streamed) {
        /// An alias whose name begins with what its models do.
        String alias(String does) {
            return does + "-" + provider;
        }
    }

    /// That the ledger knows of a call what the provider said of it.
    static void assertSettled(Town town, String id, String provider, String finish)
            throws IOException, InterruptedException {
        JsonNode record = town.get("/v1/requests/" + id);
        JsonNode usage = record.path("usage");
        assertEquals("answered", record.path("status").asText(), record.toString());
        assertEquals(provider + "/ok", record.path("target").asText());
        assertEquals(finish, record.path("finish_reason").asText());
        assertTrue(usage.path("input_tokens").asInt() > 0, record.toString());
        assertTrue(usage.path("output_tokens").asInt() > 0, record.toString());
        assertFalse(usage.path("estimated").asBoolean(true), record.toString());
    }
}
