package dev.tollgate.provider.gemini;

import dev.tollgate.http.Headers;
import dev.tollgate.http.Json;
import dev.tollgate.http.Transport;
import dev.tollgate.identity.Secret;
import dev.tollgate.provider.embedding.EmbeddingAsk;
import dev.tollgate.provider.embedding.EmbeddingReading;
import dev.tollgate.provider.wire.Chat;
import dev.tollgate.provider.wire.Provider;
import dev.tollgate.routing.Call;
import dev.tollgate.routing.ModelFacts;
import dev.tollgate.usage.Estimate;
import java.net.URI;
import java.util.Optional;

/// Google's AI Studio.
///
/// @param baseUrl up to and with the version, no slash at the end
public record Gemini(URI baseUrl, Chat chat) implements Provider {
    public static final URI PUBLIC = URI.create("https://generativelanguage.googleapis.com/v1beta");

    public static Gemini at(URI baseUrl, ModelFacts facts, Estimate estimate) {
        return new Gemini(baseUrl, new Chat(new GeminiWire(true), facts, estimate));
    }

    @Override
    public Prepared prepare(Call call, String model, Optional<Secret> key) {
        return switch (call.operation()) {
            case CHAT, COUNT_TOKENS -> {
                Chat.Turn turn = chat.turn(call, model);
                String method = GeminiWire.chat(model, call.streamed());
                yield new Prepared(post(method, turn.outbound().body(), call, key), turn.reading());
            }
            case EMBEDDINGS -> {
                EmbeddingAsk asked = EmbeddingAsk.read(call.body());
                byte[] body = Json.bytes(BatchEmbedContents.write(asked, model));
                String method = GeminiWire.method(model, "batchEmbedContents");
                yield new Prepared(
                        post(method, body, call, key),
                        new EmbeddingReading(
                                call,
                                asked,
                                model,
                                chat.wire(),
                                BatchEmbedContents::read,
                                chat.estimate()));
            }
        };
    }

    private Transport.Outgoing post(String method, byte[] body, Call call, Optional<Secret> key) {
        Headers headers =
                Headers.of("accept", call.streamed() ? "text/event-stream" : "application/json")
                        .with("user-agent", "tollgate");
        return new Transport.Outgoing(
                "POST",
                URI.create(baseUrl + "/models/" + method),
                key.map(it -> headers.with("x-goog-api-key", it.reveal())).orElse(headers),
                body);
    }
}
