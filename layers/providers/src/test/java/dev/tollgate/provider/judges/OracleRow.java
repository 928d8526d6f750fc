package dev.tollgate.provider.judges;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.tollgate.http.Json;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// A real fragment of a reply with the tokens and the price that it comes to: a line of `shared/oracle/usage-costs.jsonl`.
record OracleRow(JsonNode row) {
    private static final Path ORACLE = Path.of("../../../shared/oracle/usage-costs.jsonl");

    /// The wire of each flavour of an API. Where the provider has one API only, the oracle calls it `default`.
    private static final Map<String, String> TONGUES =
            Map.of(
                    "chat", "openai",
                    "embeddings", "openai",
                    "responses", "responses",
                    "anthropic", "anthropic",
                    "anthropic default", "anthropic",
                    "google default", "gemini",
                    "groq default", "openai",
                    "mistral default", "openai");

    /// An answer for the fragment to stand in, by wire.
    private static final Map<String, String> ANSWERS =
            Map.of(
                    "openai",
                    """
                    {"choices": [{"message": {"content": "Yes."}, "finish_reason": "stop"}]}\
                    """,
                    "responses",
                    """
                    {"id": "resp_1", "object": "response", "status": "completed", "output": [
                      {"type": "message", "id": "msg_1", "role": "assistant", "status": "completed",
                       "content": [{"type": "output_text", "text": "Yes.", "annotations": []}]}]}\
                    """,
                    "anthropic",
                    """
                    {"id": "msg_1", "type": "message", "role": "assistant", "stop_reason": "end_turn",
                     "content": [{"type": "text", "text": "Yes."}]}\
                    """,
                    "gemini",
                    """
                    {"candidates": [{"finishReason": "STOP",
                      "content": {"role": "model", "parts": [{"text": "Yes."}]}}]}\
                    """);

    /// As our price list calls them.
    private static final Map<String, String> VENDORS =
            Map.of(
                    "openai", "openai",
                    "anthropic", "anthropic",
                    "google", "gemini",
                    "azure", "openai",
                    "aws", "bedrock",
                    "mistral", "mistral",
                    "groq", "groq",
                    "deepseek", "deepseek",
                    "x-ai", "xai");

    static boolean areHere() {
        return Files.isRegularFile(ORACLE);
    }

    static List<OracleRow> all() {
        try {
            return Files.readAllLines(ORACLE).stream()
                    .map(line -> new OracleRow(Json.tree(line.getBytes(UTF_8))))
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    String provider() {
        return row.path("provider").asText();
    }

    String api() {
        return row.path("api").asText();
    }

    String model() {
        return row.path("model").asText();
    }

    Optional<String> vendor() {
        return Optional.ofNullable(VENDORS.get(provider()));
    }

    Optional<Wired> wired() {
        String tongue = TONGUES.getOrDefault(api(), TONGUES.get(provider() + " " + api()));
        return Wired.named(String.valueOf(tongue));
    }

    /// The fragment's usage as it came.
    JsonNode usage() {
        JsonNode body = row.path("body");
        return body.has("usage") ? body.path("usage") : body.path("usageMetadata");
    }

    byte[] reply(String tongue) {
        String answer = api().equals("embeddings") ? "{\"data\": []}" : ANSWERS.get(tongue);
        ObjectNode whole = (ObjectNode) Json.tree(String.valueOf(answer).getBytes(UTF_8));
        return Json.bytes(whole.setAll((ObjectNode) row.path("body")));
    }

    long expected(String tokens) {
        return row.path("usage").path(tokens).asLong();
    }

    long expectedNanoUsd() {
        return new BigDecimal(row.path("inputUsd").asText("0"))
                .add(new BigDecimal(row.path("outputUsd").asText("0")))
                .movePointRight(9)
                .setScale(0, RoundingMode.HALF_UP)
                .longValueExact();
    }

    @Override
    public String toString() {
        return row.toString();
    }
}
