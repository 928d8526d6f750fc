package dev.tollgate.provider.anthropic;

import dev.tollgate.http.Headers;
import dev.tollgate.http.Transport;
import dev.tollgate.identity.Secret;
import dev.tollgate.provider.wire.Chat;
import dev.tollgate.provider.wire.Outbound;
import dev.tollgate.provider.wire.Provider;
import dev.tollgate.provider.wire.Untranslatable;
import dev.tollgate.routing.Call;
import dev.tollgate.routing.ModelFacts;
import dev.tollgate.usage.Estimate;
import java.net.URI;
import java.util.Optional;

/// Anthropic, or a host that speaks its API. Calls in the same language pass through but for what [AnthropicWire] says.
///
/// @param baseUrl without `/v1`, no slash at the end
public record Anthropic(URI baseUrl, Chat chat) implements Provider {
    public static final URI HOST = URI.create("https://api.anthropic.com");

    private static final String VERSION = "2023-06-01";

    public static Anthropic at(URI baseUrl, ModelFacts facts, Estimate estimate) {
        return new Anthropic(baseUrl, new Chat(new AnthropicWire(), facts, estimate));
    }

    @Override
    public Prepared prepare(Call call, String model, Optional<Secret> key) {
        return switch (call.operation()) {
            case CHAT -> {
                Chat.Turn turn = chat.turn(call, model);
                yield new Prepared(
                        post("/v1/messages", turn.outbound(), call, key), turn.reading());
            }
            case COUNT_TOKENS -> {
                if (!chat.speaks(call)) {
                    throw new Untranslatable("a count of tokens is asked for in another language");
                }
                Outbound outbound = chat.wire().pass(call.body(), model, false);
                yield new Prepared(
                        post("/v1/messages/count_tokens", outbound, call, key),
                        new TokenCount(outbound.dropped()));
            }
            case EMBEDDINGS -> throw new Untranslatable("anthropic has no embeddings");
        };
    }

    /// What a caller who speaks Anthropic's language says in headers, such as the betas that it takes part in, is said to Anthropic as well.
    private Transport.Outgoing post(
            String path, Outbound outbound, Call call, Optional<Secret> key) {
        Headers headers =
                Headers.of("accept", call.streamed() ? "text/event-stream" : "application/json")
                        .with("anthropic-version", VERSION)
                        .with(chat.speaks(call) ? call.ask().headers() : Headers.none())
                        .with("user-agent", "tollgate")
                        .with("x-client-request-id", call.id());
        return new Transport.Outgoing(
                "POST",
                URI.create(baseUrl + path),
                key.map(it -> headers.with("x-api-key", it.reveal())).orElse(headers),
                outbound.body());
    }
}
