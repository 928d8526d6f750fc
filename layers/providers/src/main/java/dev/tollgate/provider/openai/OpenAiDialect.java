package dev.tollgate.provider.openai;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeType;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.tollgate.api.ApiError;
import dev.tollgate.api.Dialect;
import dev.tollgate.api.TagSources;
import dev.tollgate.http.Json;
import dev.tollgate.http.JsonBody;
import dev.tollgate.routing.Call.Operation;
import java.util.Collection;
import java.util.Locale;
import java.util.Map;

/// OpenAI's API as callers speak it. Source: OpenAI API reference, chat completions, embeddings, models, error codes.
public record OpenAiDialect() implements Dialect {
    public static final String NAME = "openai";

    @Override
    public String name() {
        return NAME;
    }

    @Override
    public Map<String, Operation> endpoints() {
        return Map.of(
                "/v1/chat/completions", Operation.CHAT, "/v1/embeddings", Operation.EMBEDDINGS);
    }

    @Override
    public Asked decode(Operation operation, JsonBody body) {
        String model = required(body, "model", JsonNodeType.STRING).asText();
        if (model.isEmpty()) {
            throw ApiError.badRequest("invalid_value", "'model' is empty.", "model");
        }
        boolean streamed =
                switch (operation) {
                    case CHAT -> {
                        checkMessages(body);
                        checkStreamOptions(body);
                        yield flag(body, "stream");
                    }
                    case EMBEDDINGS -> {
                        checkInput(body);
                        yield false;
                    }
                };
        JsonNode metadata = optional(body, "metadata", JsonNodeType.OBJECT);
        return new Asked(model, streamed, TagSources.texts(metadata));
    }

    @Override
    public byte[] error(ApiError error) {
        return error.body().length > 0 ? error.body() : Json.bytes(envelope(error));
    }

    @Override
    public byte[] errorEvent(ApiError error) {
        return ("data: " + envelope(error) + "\n\n").getBytes(UTF_8);
    }

    @Override
    public byte[] models(Collection<String> aliases) {
        ArrayNode data = Json.mapper().createArrayNode();
        aliases.forEach(alias -> data.add(card(alias)));
        return Json.bytes(Json.object().put("object", "list").set("data", data));
    }

    @Override
    public byte[] model(String alias) {
        return Json.bytes(card(alias));
    }

    private static ObjectNode card(String alias) {
        return Json.object()
                .put("id", alias)
                .put("object", "model")
                .put("created", 0)
                .put("owned_by", "tollgate");
    }

    private static ObjectNode envelope(ApiError error) {
        ObjectNode inner = Json.object().put("message", error.message()).put("type", error.type());
        error.param()
                .ifPresentOrElse(param -> inner.put("param", param), () -> inner.putNull("param"));
        return Json.object().set("error", inner.put("code", error.code()));
    }

    private static void checkMessages(JsonBody body) {
        JsonNode messages = required(body, "messages", JsonNodeType.ARRAY);
        if (messages.isEmpty()) {
            throw ApiError.badRequest("empty_array", "'messages' is empty.", "messages");
        }
        for (int i = 0; i < messages.size(); i++) {
            checkType(messages.get(i), JsonNodeType.OBJECT, "messages[" + i + "]");
        }
    }

    private static void checkStreamOptions(JsonBody body) {
        JsonNode options = optional(body, "stream_options", JsonNodeType.OBJECT);
        JsonNode includeUsage = options.path("include_usage");
        if (!includeUsage.isMissingNode() && !includeUsage.isNull()) {
            checkType(includeUsage, JsonNodeType.BOOLEAN, "stream_options.include_usage");
        }
    }

    private static void checkInput(JsonBody body) {
        JsonNode input = body.member("input").orElseThrow(() -> missing("input"));
        if (!input.isTextual() && !input.isArray()) {
            throw wrongType(input, "a string or an array", "input");
        }
    }

    private static boolean flag(JsonBody body, String name) {
        return optional(body, name, JsonNodeType.BOOLEAN).asBoolean();
    }

    private static JsonNode required(JsonBody body, String name, JsonNodeType type) {
        JsonNode value = body.member(name).orElseThrow(() -> missing(name));
        checkType(value, type, name);
        return value;
    }

    /// The member's value, or a node that holds nothing.
    private static JsonNode optional(JsonBody body, String name, JsonNodeType type) {
        JsonNode value =
                body.member(name).filter(node -> !node.isNull()).orElse(Json.object().path(""));
        if (!value.isMissingNode()) {
            checkType(value, type, name);
        }
        return value;
    }

    private static void checkType(JsonNode value, JsonNodeType type, String place) {
        if (value.getNodeType() != type) {
            throw wrongType(value, "a value of type " + word(type), place);
        }
    }

    private static ApiError missing(String name) {
        return ApiError.badRequest(
                "missing_required_parameter", "Missing required parameter: '" + name + "'.", name);
    }

    private static ApiError wrongType(JsonNode value, String need, String place) {
        return ApiError.badRequest(
                "invalid_type",
                "Invalid type for '%s': need %s, got %s."
                        .formatted(place, need, word(value.getNodeType())),
                place);
    }

    private static String word(JsonNodeType type) {
        return type.name().toLowerCase(Locale.ROOT);
    }
}
