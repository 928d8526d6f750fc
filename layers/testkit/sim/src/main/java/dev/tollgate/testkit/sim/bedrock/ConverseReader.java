package dev.tollgate.testkit.sim.bedrock;

import com.fasterxml.jackson.databind.JsonNode;
import dev.tollgate.testkit.sim.dialect.Ask;
import dev.tollgate.testkit.sim.dialect.Echo;
import dev.tollgate.testkit.sim.dialect.Json;
import dev.tollgate.testkit.sim.dialect.Refused;
import dev.tollgate.testkit.sim.dialect.Sse;
import dev.tollgate.testkit.sim.dialect.Tools;
import dev.tollgate.testkit.sim.dialect.Tools.Choice;
import dev.tollgate.testkit.sim.dialect.Turn;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/// Reads what a Converse request asks for beside its conversation. What it does not know it refuses,
/// where the real one may pass it over.
record ConverseReader(String model, JsonNode body) {

    private static final int DEFAULT_MAX_TOKENS = 4096;
    private static final int DEFAULT_THINKING_TOKENS = 64;
    private static final Set<String> REQUEST =
            Set.of(
                    "messages",
                    "system",
                    "inferenceConfig",
                    "toolConfig",
                    "guardrailConfig",
                    "additionalModelRequestFields",
                    "additionalModelResponseFieldPaths",
                    "promptVariables",
                    "requestMetadata",
                    "performanceConfig",
                    "serviceTier",
                    "outputConfig",
                    Echo.FIELD);
    private static final Set<String> INFERENCE =
            Set.of("maxTokens", "temperature", "topP", "stopSequences");

    Ask ask(boolean stream, List<Turn> turns) {
        check(body, "#", REQUEST);
        var inference = body.path("inferenceConfig");
        check(inference, "#/inferenceConfig", INFERENCE);
        double temperature = inference.path("temperature").asDouble(1);
        if (temperature < 0 || temperature > 1) {
            throw BedrockErrors.invalid(
                    "1 validation error detected: Value '"
                            + temperature
                            + "' at 'inferenceConfig.temperature' failed to satisfy constraint:"
                            + " Member must have value less than or equal to 1");
        }
        var stops = new ArrayList<String>();
        inference.path("stopSequences").forEach(stop -> stops.add(stop.asText()));
        int maxTokens = inference.path("maxTokens").asInt(DEFAULT_MAX_TOKENS);
        return new Ask(
                model,
                turns,
                stream,
                1,
                Ask.between("inferenceConfig.maxTokens", 1, maxTokens, Integer.MAX_VALUE),
                stops,
                tools(body.path("toolConfig")),
                schema(body.path("outputConfig").path("textFormat")),
                thinkingTokens(body.path("additionalModelRequestFields")));
    }

    private static void check(JsonNode node, String where, Set<String> names) {
        for (var member : node.properties()) {
            if (!names.contains(member.getKey())) {
                throw BedrockErrors.invalid(
                        "Malformed input request: "
                                + where
                                + ": extraneous key ["
                                + member.getKey()
                                + "] is not permitted, please reformat your input and try again.");
            }
        }
    }

    private static Tools tools(JsonNode config) {
        if (config.isMissingNode()) {
            return Tools.NONE;
        }
        var offered = new ArrayList<Tools.Tool>();
        for (var tool : config.path("tools")) {
            if (tool.has("cachePoint")) {
                continue;
            }
            var spec = tool.path("toolSpec");
            var schema = spec.path("inputSchema").path("json");
            if (!spec.path("name").asText().matches("[a-zA-Z0-9_-]{1,64}")) {
                throw Refused.invalid("toolConfig.tools", "need a name of 1 to 64 characters");
            }
            if (!schema.path("type").asText().equals("object")) {
                throw BedrockErrors.invalid(
                        "The value at toolConfig.tools."
                                + offered.size()
                                + ".toolSpec.inputSchema.json.type must be one of the following:"
                                + " object.");
            }
            offered.add(new Tools.Tool(spec.path("name").asText(), schema));
        }
        if (offered.isEmpty()) {
            throw Refused.invalid("toolConfig.tools", "need at least one tool");
        }
        return new Tools(offered, choice(config.path("toolChoice")), true);
    }

    private static Choice choice(JsonNode choice) {
        if (choice.has("tool")) {
            return new Choice.Named(choice.path("tool").path("name").asText());
        }
        if (choice.isMissingNode() || choice.path("auto").isObject()) {
            return Choice.Any.AUTO;
        }
        if (choice.path("any").isObject()) {
            return Choice.Any.REQUIRED;
        }
        throw Refused.invalid("toolConfig.toolChoice", "need one of auto, any, tool");
    }

    private static Optional<JsonNode> schema(JsonNode format) {
        if (format.isMissingNode()) {
            return Optional.empty();
        }
        var text = format.path("structure").path("jsonSchema").path("schema");
        var schema = Json.parse(Sse.utf8(text.asText()));
        if (!format.path("type").asText().equals("json_schema") || !schema.isObject()) {
            throw Refused.invalid(
                    "outputConfig.textFormat", "need a json_schema, whose schema is a text");
        }
        return Optional.of(schema);
    }

    /// What is asked for in a model's own words: a budget, a type, or an effort.
    private int thinkingTokens(JsonNode fields) {
        var effort =
                fields.path("reasoning_effort")
                        .asText(
                                fields.path("reasoningConfig")
                                        .path("maxReasoningEffort")
                                        .asText(body.path("outputConfig").path("effort").asText()));
        var type =
                fields.path("thinking")
                        .path("type")
                        .asText(fields.path("reasoningConfig").path("type").asText("disabled"));
        if (fields.has("reasoning_effort")) {
            return Ask.thinkingTokens(effort);
        }
        if (type.equals("disabled")) {
            return 0;
        }
        return effort.isEmpty() ? DEFAULT_THINKING_TOKENS : Ask.thinkingTokens(effort);
    }
}
