package dev.tollgate.dialect.messages;

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
import dev.tollgate.conversation.Vocabulary;
import dev.tollgate.http.Headers;
import dev.tollgate.http.Json;
import dev.tollgate.http.JsonBody;
import dev.tollgate.routing.Call.Operation;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// Anthropic's API as callers speak it. Source: Claude API reference, messages, count tokens, models, errors.
public record MessagesDialect() implements Dialect {
    public static final String NAME = "anthropic";

    private static final String VERSION = "anthropic-version";
    private static final String BETA = "anthropic-beta";
    private static final String EPOCH = "1970-01-01T00:00:00Z";

    @Override
    public String name() {
        return NAME;
    }

    @Override
    public Prompt read(JsonBody request) {
        return MessagesRequest.read(request);
    }

    @Override
    public Vocabulary vocabulary() {
        return MessagesWords.ALL;
    }

    @Override
    public byte[] write(Completion answer, Ask ask) {
        return Json.bytes(MessagesReply.write(answer));
    }

    @Override
    public EventWriter events(Ask ask) {
        return new MessagesEvents();
    }

    @Override
    public Map<String, Operation> endpoints() {
        return Map.of(
                "/v1/messages",
                Operation.CHAT,
                "/v1/messages/count_tokens",
                Operation.COUNT_TOKENS);
    }

    @Override
    public boolean isSpokenIn(Headers headers) {
        return headers.first(VERSION).isPresent();
    }

    @Override
    public Headers partOfAsk(Headers headers) {
        return headers.only(List.of(VERSION, BETA));
    }

    @Override
    public Asked decode(Operation operation, JsonBody body) {
        require(body, "model", JsonNodeType.STRING);
        require(body, "messages", JsonNodeType.ARRAY);
        boolean streamed = false;
        if (operation == Operation.CHAT) {
            require(body, "max_tokens", JsonNodeType.NUMBER);
            if (!value(body, "max_tokens").isIntegralNumber()) {
                throw MessagesErrors.field("max_tokens", "Input should be a valid integer");
            }
            allow(body, "stream", JsonNodeType.BOOLEAN);
            streamed = value(body, "stream").asBoolean();
        }
        allow(body, "metadata", JsonNodeType.OBJECT);
        return new Asked(
                value(body, "model").asText(), streamed, TagSources.texts(value(body, "metadata")));
    }

    @Override
    public byte[] error(ApiError error) {
        return error.body().length > 0 ? error.body() : Json.bytes(MessagesErrors.envelope(error));
    }

    @Override
    public byte[] errorEvent(ApiError error) {
        return ("event: error\ndata: " + MessagesErrors.envelope(error) + "\n\n").getBytes(UTF_8);
    }

    @Override
    public byte[] models(Collection<String> aliases) {
        ArrayNode data = Json.mapper().createArrayNode();
        aliases.forEach(alias -> data.add(card(alias)));
        List<String> ids = List.copyOf(aliases);
        ObjectNode list = Json.object();
        list.set("data", data);
        return Json.bytes(
                list.put("has_more", false)
                        .put("first_id", ids.isEmpty() ? null : ids.getFirst())
                        .put("last_id", ids.isEmpty() ? null : ids.getLast()));
    }

    @Override
    public byte[] model(String alias) {
        return Json.bytes(card(alias));
    }

    /// Where no day of release is known, Anthropic's reference has the epoch.
    private static ObjectNode card(String alias) {
        return Json.object()
                .put("type", "model")
                .put("id", alias)
                .put("display_name", alias)
                .put("created_at", EPOCH);
    }

    private static void require(JsonBody body, String name, JsonNodeType type) {
        if (!body.has(name)) {
            throw MessagesErrors.field(name, "Field required");
        }
        check(body, name, type);
    }

    private static void allow(JsonBody body, String name, JsonNodeType type) {
        if (body.type(name).filter(it -> it != JsonNodeType.NULL).isPresent()) {
            check(body, name, type);
        }
    }

    private static void check(JsonBody body, String name, JsonNodeType type) {
        if (!body.type(name).equals(Optional.of(type))) {
            throw MessagesErrors.field(name, "Input should be a valid " + word(type));
        }
    }

    private static String word(JsonNodeType type) {
        return switch (type) {
            case ARRAY -> "list";
            case NUMBER -> "integer";
            case OBJECT -> "dictionary";
            case BOOLEAN -> "boolean";
            default -> "string";
        };
    }

    private static JsonNode value(JsonBody body, String name) {
        return body.member(name).orElse(MissingNode.getInstance());
    }
}
