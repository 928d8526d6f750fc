package dev.tollgate.dialect.chat;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeType;
import com.fasterxml.jackson.databind.node.MissingNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.tollgate.api.ApiError;
import dev.tollgate.api.Dialect;
import dev.tollgate.api.TagSources;
import dev.tollgate.conversation.Ask;
import dev.tollgate.conversation.Completion;
import dev.tollgate.conversation.Prompt;
import dev.tollgate.http.Json;
import dev.tollgate.http.JsonBody;
import dev.tollgate.routing.Call.Operation;
import java.util.Arrays;
import java.util.Collection;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;

/// OpenAI's API as callers speak it. Source: OpenAI API reference, chat completions, embeddings, models, error codes.
public record ChatDialect() implements Dialect {
    public static final String NAME = "openai";

    @Override
    public String name() {
        return NAME;
    }

    @Override
    public Prompt read(JsonBody request) {
        return ChatRequest.read(request);
    }

    @Override
    public byte[] write(Completion answer, Ask ask) {
        return Json.bytes(ChatReply.write(answer, ask.at()));
    }

    @Override
    public EventWriter events(Ask ask) {
        return new ChatEvents(ask.at(), StreamOptions.askForUsage(ask.body()));
    }

    @Override
    public Map<String, Operation> endpoints() {
        return Map.of(
                "/v1/chat/completions", Operation.CHAT, "/v1/embeddings", Operation.EMBEDDINGS);
    }

    @Override
    public Asked decode(Operation operation, JsonBody body) {
        require(body, "model", JsonNodeType.STRING);
        boolean streamed =
                switch (operation) {
                    case CHAT -> {
                        require(body, "messages", JsonNodeType.ARRAY);
                        allow(body, "stream", JsonNodeType.BOOLEAN);
                        allow(body, StreamOptions.NAME, JsonNodeType.OBJECT);
                        StreamOptions.check(body);
                        yield value(body, "stream").asBoolean();
                    }
                    case EMBEDDINGS, COUNT_TOKENS -> {
                        require(body, "input", JsonNodeType.STRING, JsonNodeType.ARRAY);
                        yield false;
                    }
                };
        allow(body, "metadata", JsonNodeType.OBJECT);
        return new Asked(
                value(body, "model").asText(), streamed, TagSources.texts(value(body, "metadata")));
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

    private static void require(JsonBody body, String name, JsonNodeType... types) {
        if (!body.has(name)) {
            throw ApiError.badRequest(
                    "missing_required_parameter",
                    "Missing required parameter: '" + name + "'.",
                    name);
        }
        check(body, name, types);
    }

    private static void allow(JsonBody body, String name, JsonNodeType type) {
        if (body.has(name)) {
            check(body, name, type, JsonNodeType.NULL);
        }
    }

    private static void check(JsonBody body, String name, JsonNodeType... types) {
        JsonNodeType type = body.type(name).orElse(JsonNodeType.MISSING);
        if (!Arrays.asList(types).contains(type)) {
            throw ApiError.badRequest(
                    "invalid_type",
                    "Invalid type for '%s': need %s, got %s."
                            .formatted(
                                    name,
                                    Arrays.stream(types)
                                            .map(ChatDialect::word)
                                            .collect(Collectors.joining(" or ")),
                                    word(type)),
                    name);
        }
    }

    private static JsonNode value(JsonBody body, String name) {
        return body.member(name).orElse(MissingNode.getInstance());
    }

    private static String word(JsonNodeType type) {
        return type.name().toLowerCase(Locale.ROOT);
    }
}
