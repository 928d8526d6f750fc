package dev.tollgate.provider.vertex;

import dev.tollgate.config.Timing;
import dev.tollgate.http.Headers;
import dev.tollgate.http.Json;
import dev.tollgate.http.Transport;
import dev.tollgate.identity.Secret;
import dev.tollgate.provider.embedding.EmbeddingAsk;
import dev.tollgate.provider.embedding.EmbeddingReading;
import dev.tollgate.provider.gemini.GeminiWire;
import dev.tollgate.provider.wire.Chat;
import dev.tollgate.provider.wire.Provider;
import dev.tollgate.routing.Call;
import dev.tollgate.routing.Failure;
import dev.tollgate.routing.Outcome;
import dev.tollgate.routing.Outcome.Failed;
import java.io.IOException;
import java.net.URI;
import java.time.Duration;
import java.util.Optional;

/// Google's Vertex AI.
///
/// @param models the address of Google's models there, up to and with the slash before a model's name
/// @param transport the way to where tokens are had
/// @param allowHttp whether they may be had over plain HTTP
public record Vertex(
        URI models,
        Chat chat,
        AccessTokens tokens,
        Transport transport,
        boolean allowHttp,
        Timing timing)
        implements Provider {
    private static final Duration TOKEN_LIMIT = Duration.ofSeconds(10);

    /// Where the models of a project are in a location.
    ///
    /// @param host in place of Google's own; without a path, `/v1` is added
    public static URI models(Optional<URI> host, String project, String location) {
        String base =
                host.map(uri -> uri + (uri.getPath().isEmpty() ? "/v1" : ""))
                        .orElse("https://" + google(location) + "/v1");
        return URI.create(
                "%s/projects/%s/locations/%s/publishers/google/models/"
                        .formatted(base, project, location));
    }

    private static String google(String location) {
        return (location.equals("global") ? "" : location + "-") + "aiplatform.googleapis.com";
    }

    @Override
    public Prepared prepare(Call call, String model, Optional<Secret> key) throws IOException {
        return switch (call.operation()) {
            case CHAT, COUNT_TOKENS -> {
                Chat.Turn turn = chat.turn(call, model);
                String method = GeminiWire.chat(model, call.streamed());
                yield prepared(method, turn.outbound().body(), call, key, turn.reading());
            }
            case EMBEDDINGS -> {
                EmbeddingAsk asked = EmbeddingAsk.read(call.body());
                String method = GeminiWire.method(model, "predict");
                Reading reading =
                        new EmbeddingReading(
                                call, asked, model, chat.wire(), Predict::read, chat.estimate());
                yield prepared(method, Json.bytes(Predict.write(asked)), call, key, reading);
            }
        };
    }

    private Prepared prepared(
            String method, byte[] body, Call call, Optional<Secret> key, Reading reading)
            throws IOException {
        URI uri = URI.create(models + method);
        Headers headers =
                Headers.of("accept", call.streamed() ? "text/event-stream" : "application/json")
                        .with("user-agent", "tollgate");
        if (key.isEmpty()) {
            return new Prepared(new Transport.Outgoing("POST", uri, headers, body), reading);
        }
        Secret token = token(key.get(), call);
        return new Prepared(
                new Transport.Outgoing(
                        "POST",
                        uri,
                        headers.with("authorization", "Bearer " + token.reveal()),
                        body),
                reply -> seen(reading.read(reply), key.get(), token));
    }

    private Secret token(Secret key, Call call) throws IOException {
        return tokens.token(
                key,
                limit(call),
                now ->
                        new TokenEndpoint(transport, limit(call))
                                .exchange(ServiceAccount.read(key, allowHttp), now));
    }

    private Duration limit(Call call) {
        Duration left = call.deadline().remaining(timing.now());
        Duration attempt = call.limits().answer();
        Duration shorter = left.compareTo(attempt) < 0 ? left : attempt;
        return shorter.compareTo(TOKEN_LIMIT) < 0 ? shorter : TOKEN_LIMIT;
    }

    /// A token that is refused before its end is not used again.
    private Outcome seen(Outcome outcome, Secret key, Secret token) {
        if (outcome instanceof Failed(Failure failure) && failure.status() == 401) {
            tokens.forget(key, token);
        }
        return outcome;
    }
}
