package dev.tollgate.dialect.chat;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.databind.node.JsonNodeType;
import dev.tollgate.api.ApiError;
import dev.tollgate.api.Dialect;
import dev.tollgate.api.TagSources;
import dev.tollgate.conversation.Ask;
import dev.tollgate.conversation.Completion;
import dev.tollgate.conversation.Part;
import dev.tollgate.conversation.Prompt;
import dev.tollgate.conversation.Vocabulary;
import dev.tollgate.dialect.Members;
import dev.tollgate.dialect.OpenAiEnvelope;
import dev.tollgate.http.Json;
import dev.tollgate.http.JsonBody;
import dev.tollgate.routing.Call.Operation;
import java.util.Collection;
import java.util.Map;

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
    public Vocabulary vocabulary() {
        return ChatWords.ALL;
    }

    @Override
    public boolean says(Part part) {
        return part instanceof Part.Image || Dialect.super.says(part);
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
        Members.require(body, "model", JsonNodeType.STRING);
        boolean streamed =
                switch (operation) {
                    case CHAT -> {
                        Members.require(body, "messages", JsonNodeType.ARRAY);
                        Members.allow(body, "stream", JsonNodeType.BOOLEAN);
                        Members.allow(body, StreamOptions.NAME, JsonNodeType.OBJECT);
                        StreamOptions.check(body);
                        yield Members.value(body, "stream").asBoolean();
                    }
                    case EMBEDDINGS, COUNT_TOKENS -> {
                        Members.require(body, "input", JsonNodeType.STRING, JsonNodeType.ARRAY);
                        yield false;
                    }
                };
        Members.allow(body, "metadata", JsonNodeType.OBJECT);
        return new Asked(
                Members.value(body, "model").asText(),
                streamed,
                TagSources.texts(Members.value(body, "metadata")));
    }

    @Override
    public byte[] error(ApiError error) {
        return OpenAiEnvelope.error(error);
    }

    @Override
    public byte[] errorEvent(ApiError error) {
        return ("data: " + OpenAiEnvelope.envelope(error) + "\n\n").getBytes(UTF_8);
    }

    @Override
    public byte[] models(Collection<String> aliases) {
        return OpenAiEnvelope.models(aliases);
    }

    @Override
    public byte[] model(String alias) {
        return OpenAiEnvelope.model(alias);
    }
}
