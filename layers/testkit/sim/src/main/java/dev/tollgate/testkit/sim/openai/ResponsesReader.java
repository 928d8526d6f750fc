package dev.tollgate.testkit.sim.openai;

import com.fasterxml.jackson.databind.JsonNode;
import dev.tollgate.testkit.sim.dialect.Ask;
import dev.tollgate.testkit.sim.dialect.Refused;
import dev.tollgate.testkit.sim.dialect.SchemaValue;
import dev.tollgate.testkit.sim.dialect.Tools;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// Reads a responses request.
final class ResponsesReader {

    private static final int DEFAULT_MAX_TOKENS = 16_384;

    /// The parameters of chat that are called otherwise here.
    private static final Map<String, String> MOVED =
            Map.of(
                    "messages", "input",
                    "max_tokens", "max_output_tokens",
                    "max_completion_tokens", "max_output_tokens",
                    "response_format", "text.format",
                    "reasoning_effort", "reasoning.effort");

    private ResponsesReader() {}

    static Ask ask(String model, JsonNode body) {
        MOVED.forEach((old, now) -> {
            if (body.has(old)) {
                throw unsupported(old, now);
            }
        });
        int most = body.path("max_output_tokens").asInt(DEFAULT_MAX_TOKENS);
        return new Ask(
                model,
                InputReader.turns(body),
                body.path("stream").asBoolean(),
                1,
                Ask.between("max_output_tokens", 1, most, Integer.MAX_VALUE),
                List.of(),
                tools(body),
                schema(body.path("text").path("format")),
                Ask.thinkingTokens(body.path("reasoning").path("effort").asText()));
    }

    private static Tools tools(JsonNode body) {
        var offered = new ArrayList<Tools.Tool>();
        var list = body.path("tools");
        for (int i = 0; i < list.size(); i++) {
            var tool = list.path(i);
            if (tool.path("type").asText().equals("function")) {
                need(tool, "name", "tools[" + i + "].name");
                offered.add(new Tools.Tool(tool.path("name").asText(), tool.path("parameters")));
            }
        }
        return new Tools(
                offered,
                ToolChoices.of(body.path("tool_choice"), "/name"),
                body.path("parallel_tool_calls").asBoolean(true));
    }

    private static Optional<JsonNode> schema(JsonNode format) {
        return switch (format.path("type").asText()) {
            case "json_schema" -> {
                need(format, "name", "text.format.name");
                need(format, "schema", "text.format.schema");
                yield Optional.of(format.path("schema"));
            }
            case "json_object" -> Optional.of(SchemaValue.ANSWER_OBJECT);
            default -> Optional.empty();
        };
    }

    static void need(JsonNode object, String field, String param) {
        if (!object.has(field)) {
            var message = "Missing required parameter: '" + param + "'.";
            throw refused(param, "missing_required_parameter", message);
        }
    }

    private static Refused unsupported(String old, String now) {
        return refused(
                old,
                "unsupported_parameter",
                "Unsupported parameter: '"
                        + old
                        + "'. In the Responses API, this parameter has moved to '"
                        + now
                        + "'.");
    }

    private static Refused refused(String param, String code, String message) {
        return new Refused(
                errors -> OpenAiErrors.reply(400, "invalid_request_error", param, code, message));
    }
}
