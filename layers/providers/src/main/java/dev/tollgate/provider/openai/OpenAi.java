package dev.tollgate.provider.openai;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.tollgate.config.Bounds;
import dev.tollgate.http.Headers;
import dev.tollgate.http.Json;
import dev.tollgate.http.Transport;
import dev.tollgate.identity.Secret;
import dev.tollgate.provider.wire.Provider;
import dev.tollgate.routing.Call;
import dev.tollgate.routing.Call.Operation;
import dev.tollgate.routing.Outcome;
import dev.tollgate.routing.Outcome.Failed;
import java.io.IOException;
import java.net.URI;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/// A host that speaks OpenAI's API. Calls in the same dialect pass through but for `model` and `stream_options.include_usage`.
///
/// @param baseUrl up to and with `/v1`, no slash at the end
public record OpenAi(URI baseUrl) implements Provider {
    private static final URI OWN_HOST = URI.create("https://api.openai.com/v1");

    public static OpenAi at(Optional<URI> baseUrl) {
        return new OpenAi(baseUrl.orElse(OWN_HOST));
    }

    @Override
    public Transport.Outgoing prepare(Call call, String model, Optional<Secret> key) {
        Map<String, byte[]> changes = new LinkedHashMap<>();
        changes.put("model", Json.quote(model).getBytes(UTF_8));
        if (call.streamed()) {
            changes.put("stream_options", StreamOptions.withUsage(call.body()));
        }
        Headers headers =
                Headers.of("accept", call.streamed() ? "text/event-stream" : "application/json")
                        .with("user-agent", "tollgate")
                        .with("x-client-request-id", call.id());
        return new Transport.Outgoing(
                "POST",
                URI.create(baseUrl + path(call.operation())),
                key.map(secret -> headers.with("authorization", "Bearer " + secret.reveal()))
                        .orElse(headers),
                call.body().with(changes));
    }

    @Override
    public Outcome read(Call call, Transport.Reply reply) throws IOException {
        if (reply.status() == 200 && call.streamed()) {
            return OpenAiStream.open(call, reply);
        }
        try (reply) {
            if (reply.status() == 200) {
                return OpenAiAnswer.read(
                        call, reply.body().readNBytes(Bounds.MAX_ANSWER_BYTES + 1));
            }
            byte[] error = reply.body().readNBytes(Bounds.MAX_ERROR_BYTES);
            return new Failed(OpenAiErrors.classify(reply.status(), reply.headers(), error));
        }
    }

    private static String path(Operation operation) {
        return switch (operation) {
            case CHAT -> "/chat/completions";
            case EMBEDDINGS -> "/embeddings";
        };
    }
}
