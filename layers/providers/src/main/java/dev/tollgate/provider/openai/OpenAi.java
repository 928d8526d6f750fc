package dev.tollgate.provider.openai;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.tollgate.http.Headers;
import dev.tollgate.http.Json;
import dev.tollgate.http.Transport;
import dev.tollgate.identity.Secret;
import dev.tollgate.provider.wire.Chat;
import dev.tollgate.provider.wire.Outbound;
import dev.tollgate.provider.wire.Provider;
import dev.tollgate.routing.Call;
import dev.tollgate.routing.ModelFacts;
import dev.tollgate.usage.Estimate;
import java.net.URI;
import java.util.Map;
import java.util.Optional;

/// A host that speaks OpenAI's API. Calls in the same language pass through but for what its wires say.
public record OpenAi(Host host, Addresses addresses, Apis apis, Estimate estimate)
        implements Provider {

    /// A host's chat completions alone.
    ///
    /// @param baseUrl up to and with `/v1`, no slash at the end
    public static OpenAi at(Host host, URI baseUrl, ModelFacts facts, Estimate estimate) {
        Chat chat = new Chat(new ChatWire(host), facts, estimate);
        Apis apis = new Apis(chat, Optional.empty(), Apis.Api.CHAT);
        return new OpenAi(host, Addresses.under(baseUrl), apis, estimate);
    }

    @Override
    public Prepared prepare(Call call, String model, Optional<Secret> key) {
        return switch (call.operation()) {
            case CHAT, COUNT_TOKENS -> {
                Apis.Endpoint endpoint = apis.of(call);
                Chat.Turn turn = endpoint.chat().turn(call, model);
                yield new Prepared(
                        post(endpoint.path(), model, turn.outbound(), call, key), turn.reading());
            }
            case EMBEDDINGS -> {
                Outbound outbound = embeddings(call, model);
                yield new Prepared(
                        post("/embeddings", model, outbound, call, key),
                        new Embeddings(call, estimate, outbound.dropped()));
            }
        };
    }

    private Outbound embeddings(Call call, String model) {
        Host.Fitted fitted = host.fit(call.body());
        byte[] named = Json.quote(model).getBytes(UTF_8);
        return new Outbound(fitted.body().with(Map.of("model", named)), fitted.dropped());
    }

    private Transport.Outgoing post(
            String endpoint, String model, Outbound outbound, Call call, Optional<Secret> key) {
        Headers headers =
                Headers.of("accept", call.streamed() ? "text/event-stream" : "application/json")
                        .with("user-agent", "tollgate")
                        .with("x-client-request-id", call.id());
        return new Transport.Outgoing(
                "POST",
                addresses.of(endpoint, model),
                key.map(it -> headers.with(host.authHeader(), host.credential(it.reveal())))
                        .orElse(headers),
                outbound.body());
    }
}
