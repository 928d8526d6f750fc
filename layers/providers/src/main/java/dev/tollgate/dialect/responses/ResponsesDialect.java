package dev.tollgate.dialect.responses;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeType;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.tollgate.api.ApiError;
import dev.tollgate.api.Dialect;
import dev.tollgate.api.TagSources;
import dev.tollgate.conversation.Ask;
import dev.tollgate.conversation.Completion;
import dev.tollgate.conversation.Prompt;
import dev.tollgate.conversation.Vocabulary;
import dev.tollgate.dialect.Members;
import dev.tollgate.dialect.OpenAiEnvelope;
import dev.tollgate.http.Json;
import dev.tollgate.http.JsonBody;
import dev.tollgate.routing.Call.Operation;
import java.util.Collection;
import java.util.Map;

/// OpenAI's responses API as callers speak it. Source: OpenAI API reference, responses, streaming events, error codes.
public record ResponsesDialect() implements Dialect {
    public static final String NAME = "responses";

    /// What `include` holds when encrypted reasoning is asked for.
    public static final String ENCRYPTED = "reasoning.encrypted_content";

    @Override
    public String name() {
        return NAME;
    }

    @Override
    public Prompt read(JsonBody request) {
        return ResponsesRequest.read(request);
    }

    @Override
    public Vocabulary vocabulary() {
        return ResponsesWords.ALL;
    }

    @Override
    public byte[] write(Completion answer, Ask ask) {
        return Json.bytes(ResponsesEvents.whole(answer, ask));
    }

    @Override
    public EventWriter events(Ask ask) {
        return new ResponsesEvents(ask);
    }

    @Override
    public Map<String, Operation> endpoints() {
        return Map.of("/v1/responses", Operation.CHAT);
    }

    @Override
    public Asked decode(Operation operation, JsonBody body) {
        Members.require(body, "model", JsonNodeType.STRING);
        if (!body.has("prompt")) {
            Members.require(body, "input", JsonNodeType.STRING, JsonNodeType.ARRAY);
        }
        Members.allow(body, "stream", JsonNodeType.BOOLEAN);
        Members.allow(body, "metadata", JsonNodeType.OBJECT);
        Stateless.check(body);
        return new Asked(
                Members.value(body, "model").asText(),
                Members.value(body, "stream").asBoolean(),
                TagSources.texts(Members.value(body, "metadata")));
    }

    @Override
    public byte[] error(ApiError error) {
        return OpenAiEnvelope.error(error);
    }

    /// Flat, as the specification and the SDKs have it. How many events came before is not known here: the number says that it comes after all.
    @Override
    public byte[] errorEvent(ApiError error) {
        ObjectNode event =
                Json.object()
                        .put("type", "error")
                        .put("code", error.code())
                        .put("message", error.message())
                        .put("param", error.param().orElse(null))
                        .put("sequence_number", Integer.MAX_VALUE);
        return ("event: error\ndata: " + event + "\n\n").getBytes(UTF_8);
    }

    @Override
    public byte[] models(Collection<String> aliases) {
        return OpenAiEnvelope.models(aliases);
    }

    @Override
    public byte[] model(String alias) {
        return OpenAiEnvelope.model(alias);
    }

    static boolean encryptedIsAsked(JsonBody body) {
        for (JsonNode asked : Members.value(body, "include")) {
            if (asked.asText().equals(ENCRYPTED)) {
                return true;
            }
        }
        return false;
    }
}
