package dev.tollgate.testkit.sim.gemini;

import com.fasterxml.jackson.databind.JsonNode;
import dev.tollgate.testkit.sim.dialect.Ask;
import dev.tollgate.testkit.sim.dialect.SchemaValue;
import dev.tollgate.testkit.sim.dialect.Turn;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;

/// Reads a request for content.
record GenerateReader(String model, JsonNode body) {

    private static final int DEFAULT_MAX_TOKENS = 65_536;
    private static final int MAX_CANDIDATES = 8;
    private static final int MAX_STOPS = 5;
    private static final int DEFAULT_THINKING_TOKENS = 64;
    private static final String JSON = "application/json";
    private static final List<String> LEVELS = List.of("minimal", "low", "medium", "high");

    private static final Set<String> CONFIG =
            Set.of(
                    "stopSequences",
                    "responseMimeType",
                    "responseSchema",
                    "responseJsonSchema",
                    "responseModalities",
                    "candidateCount",
                    "maxOutputTokens",
                    "temperature",
                    "topP",
                    "topK",
                    "seed",
                    "presencePenalty",
                    "frequencyPenalty",
                    "responseLogprobs",
                    "logprobs",
                    "speechConfig",
                    "imageConfig",
                    "thinkingConfig",
                    "mediaResolution");
    private static final Set<String> THINKING =
            Set.of("includeThoughts", "thinkingBudget", "thinkingLevel");

    Ask ask(boolean stream, List<Turn> turns) {
        var config = config();
        Proto.check(config, "generation_config", CONFIG);
        var temperature = config.path("temperature");
        if (!temperature.isMissingNode()
                && (temperature.asDouble(-1) < 0 || temperature.asDouble() > 2)) {
            throw Proto.wrong(
                    "Unable to submit request because it has a temperature value of "
                            + temperature
                            + " but the supported range is from 0 (inclusive) to 2.0001"
                            + " (exclusive). Update the value and try again.");
        }
        int maxTokens = Proto.get(config, "maxOutputTokens").asInt(DEFAULT_MAX_TOKENS);
        int candidates = Proto.get(config, "candidateCount").asInt(1);
        var tools = new FunctionReader(model, body).tools();
        var schema = schema(config);
        if (schema.isPresent() && !tools.offered().isEmpty() && model.contains("gemini-2")) {
            throw Proto.wrong(
                    "Function calling with a response mime type: 'application/json' is"
                            + " unsupported");
        }
        return new Ask(
                model,
                turns,
                stream,
                Ask.between("candidate_count", 1, candidates, MAX_CANDIDATES),
                Ask.between("max_output_tokens", 1, maxTokens, Integer.MAX_VALUE),
                stops(Proto.get(config, "stopSequences")),
                tools,
                schema,
                thinkingTokens());
    }

    /// Whether thoughts are to be shown; nothing if the request does not say.
    Optional<Boolean> includeThoughts() {
        var include = Proto.get(thinking(), "includeThoughts");
        return include.isMissingNode() ? Optional.empty() : Optional.of(include.asBoolean());
    }

    private JsonNode config() {
        return Proto.get(body, "generationConfig");
    }

    private JsonNode thinking() {
        return Proto.get(config(), "thinkingConfig");
    }

    private static List<String> stops(JsonNode list) {
        if (list.size() > MAX_STOPS) {
            throw Proto.wrong(
                    "* GenerateContentRequest.generation_config.stop_sequences: at most 5 stop"
                            + " sequences are supported\n");
        }
        var stops = new ArrayList<String>();
        list.forEach(stop -> stops.add(stop.asText()));
        return stops;
    }

    private static Optional<JsonNode> schema(JsonNode config) {
        var type = Proto.get(config, "responseMimeType").asText("text/plain");
        var openApi = Proto.get(config, "responseSchema");
        var json = Proto.get(config, "responseJsonSchema");
        if (openApi.isObject() && json.isObject()) {
            throw Proto.wrong(
                    "* GenerateContentRequest.generation_config: only one of response_schema and"
                            + " response_json_schema may be set\n");
        }
        boolean wanted = openApi.isObject() || json.isObject();
        if (wanted && !type.equals(JSON)) {
            throw Proto.wrong(
                    "* GenerateContentRequest.generation_config.response_mime_type: a response"
                            + " schema needs `application/json`, got `"
                            + type
                            + "`\n");
        }
        if (!type.equals(JSON)) {
            return Optional.empty();
        }
        var schema = openApi.isObject() ? OpenApiSchema.lowered(openApi) : json;
        return Optional.of(wanted ? schema : SchemaValue.ANSWER_OBJECT);
    }

    private int thinkingTokens() {
        Proto.check(thinking(), "generation_config.thinking_config", THINKING);
        var level = Proto.get(thinking(), "thinkingLevel");
        var budget = Proto.get(thinking(), "thinkingBudget");
        if (!level.isMissingNode()) {
            return ofLevel(level.asText().toLowerCase(Locale.ROOT), !budget.isMissingNode());
        }
        if (budget.isMissingNode()) {
            return includeThoughts().orElse(false) ? DEFAULT_THINKING_TOKENS : 0;
        }
        return budget.asInt() < 0
                ? DEFAULT_THINKING_TOKENS
                : Math.min(budget.asInt(), DEFAULT_THINKING_TOKENS);
    }

    private int ofLevel(String level, boolean budgeted) {
        if (budgeted) {
            throw Proto.wrong("You can only set only one of thinking budget and thinking level.");
        }
        if (model.contains("gemini-2")) {
            throw Proto.wrong("Thinking level is not supported for this model.");
        }
        if (!LEVELS.contains(level)) {
            throw Proto.wrong(
                    "Invalid value at 'generation_config.thinking_config.thinking_level'"
                            + " (type.googleapis.com/google.ai.generativelanguage.v1beta"
                            + ".ThinkingConfig.ThinkingLevel), \""
                            + level
                            + "\"");
        }
        return Ask.thinkingTokens(level);
    }
}
