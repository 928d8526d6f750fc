package dev.tollgate.testkit.sim.anthropic;

import com.fasterxml.jackson.databind.JsonNode;
import dev.tollgate.testkit.sim.dialect.Ask;
import dev.tollgate.testkit.sim.dialect.Refused;
import dev.tollgate.testkit.sim.dialect.Tools;
import dev.tollgate.testkit.sim.dialect.Tools.Choice;
import dev.tollgate.testkit.sim.dialect.Turn;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// Reads what a messages request asks for beside its conversation.
final class MessageReader {

    private static final int LEAST_BUDGET = 1024;
    private static final int DEFAULT_THINKING_TOKENS = 64;
    private static final List<String> EFFORTS = List.of("low", "medium", "high", "xhigh", "max");

    /// What OpenAI's requests have and Anthropic's do not.
    private static final List<String> FOREIGN =
            List.of(
                    "frequency_penalty",
                    "logit_bias",
                    "logprobs",
                    "max_completion_tokens",
                    "n",
                    "parallel_tool_calls",
                    "presence_penalty",
                    "reasoning_effort",
                    "response_format",
                    "seed",
                    "stop",
                    "stream_options",
                    "user");

    private MessageReader() {}

    static Ask ask(String model, JsonNode body, List<Turn> turns) {
        for (var field : FOREIGN) {
            if (body.has(field)) {
                throw Refused.invalid(field, "Extra inputs are not permitted");
            }
        }
        if (!body.path("max_tokens").isInt()) {
            throw Refused.invalid("max_tokens", "Field required");
        }
        int maxTokens = body.path("max_tokens").asInt();
        if (maxTokens < 1) {
            throw Refused.invalid("max_tokens", "must be greater than or equal to 1");
        }
        double temperature = body.path("temperature").asDouble(1);
        if (temperature < 0 || temperature > 1) {
            throw Refused.invalid("temperature", "range: 0..1");
        }
        return new Ask(
                model,
                turns,
                body.path("stream").asBoolean(),
                1,
                maxTokens,
                stops(body.path("stop_sequences")),
                tools(body),
                schema(body.path("output_config").path("format")),
                thinkingTokens(body, maxTokens, temperature));
    }

    private static List<String> stops(JsonNode list) {
        var stops = new ArrayList<String>();
        for (var stop : list) {
            if (stop.asText().isBlank()) {
                throw Refused.invalid(
                        "stop_sequences", "each stop sequence must contain non-whitespace");
            }
            stops.add(stop.asText());
        }
        return stops;
    }

    private static Tools tools(JsonNode body) {
        var offered = new ArrayList<Tools.Tool>();
        var list = body.path("tools");
        for (int i = 0; i < list.size(); i++) {
            var tool = list.path(i);
            if (!tool.path("type").asText("custom").equals("custom")) {
                continue; // a tool that the provider itself would run
            }
            var schema = tool.path("input_schema");
            if (tool.path("name").asText().isEmpty()) {
                throw Refused.invalid("tools." + i + ".custom.name", "Field required");
            }
            if (!schema.path("type").asText().equals("object")) {
                throw Refused.invalid(
                        "tools." + i + ".custom.input_schema.type", "Input should be 'object'");
            }
            offered.add(new Tools.Tool(tool.path("name").asText(), schema));
        }
        var choice = body.path("tool_choice");
        boolean parallel = !choice.path("disable_parallel_tool_use").asBoolean();
        return new Tools(offered, choice(choice), parallel);
    }

    private static Choice choice(JsonNode choice) {
        return switch (choice.path("type").asText("auto")) {
            case "auto" -> Choice.Any.AUTO;
            case "any" -> Choice.Any.REQUIRED;
            case "none" -> Choice.Any.NONE;
            case "tool" -> new Choice.Named(choice.path("name").asText());
            default ->
                    throw Refused.invalid(
                            "tool_choice", "Input should be 'auto', 'any', 'tool' or 'none'");
        };
    }

    private static Optional<JsonNode> schema(JsonNode format) {
        if (format.isMissingNode()) {
            return Optional.empty();
        }
        if (!format.path("type").asText().equals("json_schema")) {
            throw Refused.invalid("output_config.format.type", "Input should be 'json_schema'");
        }
        if (!format.path("schema").isObject()) {
            throw Refused.invalid("output_config.format.schema", "Field required");
        }
        return Optional.of(format.path("schema"));
    }

    private static int thinkingTokens(JsonNode body, int maxTokens, double temperature) {
        var effort = body.path("output_config").path("effort").asText("");
        if (!effort.isEmpty() && !EFFORTS.contains(effort)) {
            throw Refused.invalid("output_config.effort", "Input should be one of " + EFFORTS);
        }
        int wanted = effort.isEmpty() ? DEFAULT_THINKING_TOKENS : Ask.thinkingTokens(effort);
        var thinking = body.path("thinking");
        return switch (thinking.path("type").asText("disabled")) {
            case "disabled" -> 0;
            case "adaptive" -> wanted;
            case "enabled" -> {
                if (temperature != 1) {
                    throw Refused.invalid(
                            "temperature", "may only be set to 1 when thinking is enabled");
                }
                yield Math.min(wanted, budget(thinking.path("budget_tokens"), maxTokens));
            }
            default ->
                    throw Refused.invalid(
                            "thinking.type", "Input should be 'adaptive', 'enabled' or 'disabled'");
        };
    }

    private static int budget(JsonNode tokens, int maxTokens) {
        if (tokens.asInt() < LEAST_BUDGET) {
            throw Refused.invalid(
                    "thinking.enabled.budget_tokens",
                    "Input should be greater than or equal to " + LEAST_BUDGET);
        }
        if (tokens.asInt() >= maxTokens) {
            throw Refused.invalid(
                    "max_tokens", "`max_tokens` must be greater than `thinking.budget_tokens`");
        }
        return tokens.asInt();
    }
}
