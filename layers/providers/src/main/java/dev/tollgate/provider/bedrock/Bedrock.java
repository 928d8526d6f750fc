package dev.tollgate.provider.bedrock;

import dev.tollgate.catalog.ModelFacts;
import dev.tollgate.http.Headers;
import dev.tollgate.http.RequestSigner;
import dev.tollgate.http.Transport;
import dev.tollgate.identity.Secret;
import dev.tollgate.provider.wire.Chat;
import dev.tollgate.provider.wire.Outbound;
import dev.tollgate.provider.wire.Provider;
import dev.tollgate.provider.wire.Untranslatable;
import dev.tollgate.routing.Call;
import dev.tollgate.usage.Estimate;
import java.net.URI;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.Optional;

/// AWS Bedrock in one region. It knows us by the signature of each request, so no key need be handed over; one of Bedrock's own API keys does, too.
///
/// @param baseUrl no slash at the end
public record Bedrock(URI baseUrl, String region, RequestSigner signer, Chat chat)
        implements Provider {
    private static final String SERVICE = "bedrock";

    public static Bedrock at(
            URI baseUrl, String region, RequestSigner signer, ModelFacts facts, Estimate estimate) {
        return new Bedrock(baseUrl, region, signer, new Chat(new BedrockWire(), facts, estimate));
    }

    /// Where a region's models answer.
    public static URI home(String region) {
        return URI.create("https://bedrock-runtime." + region + ".amazonaws.com");
    }

    @Override
    public Prepared prepare(Call call, String model, Optional<Secret> key) {
        return switch (call.operation()) {
            case CHAT, COUNT_TOKENS -> {
                Chat.Turn turn = chat.turn(call, model);
                String path = call.streamed() ? "/converse-stream" : "/converse";
                String accept =
                        call.streamed() ? "application/vnd.amazon.eventstream" : "application/json";
                yield new Prepared(
                        post(address(model, path), accept, turn.outbound()), turn.reading());
            }
            case EMBEDDINGS -> throw new Untranslatable("later");
        };
    }

    /// A model's id may be an ARN: its colons and slashes are no part of the path.
    private URI address(String model, String action) {
        String id = URLEncoder.encode(model, StandardCharsets.UTF_8).replace("+", "%20");
        return URI.create(baseUrl + "/model/" + id + action);
    }

    private Transport.Outgoing post(URI uri, String accept, Outbound outbound) {
        Headers headers =
                Headers.of("accept", accept)
                        .with("content-type", "application/json")
                        .with("user-agent", "tollgate");
        return signer.sign(
                new Transport.Outgoing("POST", uri, headers, outbound.body()), SERVICE, region);
    }
}
