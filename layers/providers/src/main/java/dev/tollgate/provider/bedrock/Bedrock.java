package dev.tollgate.provider.bedrock;

import dev.tollgate.http.Headers;
import dev.tollgate.http.Json;
import dev.tollgate.http.RequestSigner;
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
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.Optional;

/// AWS Bedrock in one region. It knows us by each request's signature; where the catalogue names a secret, that is one of Bedrock's own API keys, and nothing is signed.
///
/// @param baseUrl no slash at the end
public record Bedrock(
        URI baseUrl, String region, RequestSigner signer, Chat chat, Estimate estimate)
        implements Provider {
    private static final String SERVICE = "bedrock";
    private static final String JSON = "application/json";
    private static final String EVENT_STREAM = "application/vnd.amazon.eventstream";

    public static Bedrock at(
            URI baseUrl, String region, RequestSigner signer, ModelFacts facts, Estimate estimate) {
        Chat chat = new Chat(new BedrockWire(), facts, estimate);
        return new Bedrock(baseUrl, region, signer, chat, estimate);
    }

    /// Where a region's models answer.
    public static URI home(String region) {
        String suffix = region.startsWith("cn-") ? ".amazonaws.com.cn" : ".amazonaws.com";
        return URI.create("https://bedrock-runtime." + region + suffix);
    }

    @Override
    public Prepared prepare(Call call, String model, Optional<Secret> key) {
        return switch (call.operation()) {
            case CHAT, COUNT_TOKENS -> {
                Chat.Turn turn = chat.turn(call, model);
                byte[] body = turn.outbound().body();
                yield new Prepared(
                        call.streamed()
                                ? post(model, "/converse-stream", EVENT_STREAM, body, key)
                                : post(model, "/converse", JSON, body, key),
                        turn.reading());
            }
            case EMBEDDINGS -> embeddings(call, model, key);
        };
    }

    private Prepared embeddings(Call call, String model, Optional<Secret> key) {
        ModelId id = new ModelId(model);
        BedrockEmbeddings form = BedrockEmbeddings.of(id);
        EmbeddingAsk asked = EmbeddingAsk.read(call.body());
        byte[] body = Json.bytes(form.request(asked, id));
        return new Prepared(
                post(model, "/invoke", JSON, body, key),
                reply ->
                        new EmbeddingReading(
                                        call,
                                        asked,
                                        model,
                                        chat.wire(),
                                        answer -> form.read(answer, reply.headers()),
                                        estimate)
                                .read(reply));
    }

    /// A model's id may be an ARN, whose colons and slashes are no part of the path.
    private Transport.Outgoing post(
            String model, String action, String accept, byte[] body, Optional<Secret> key) {
        String id = URLEncoder.encode(model, StandardCharsets.UTF_8).replace("+", "%20");
        Headers headers =
                Headers.of("accept", accept)
                        .with("content-type", JSON)
                        .with("user-agent", "tollgate");
        URI uri = URI.create(baseUrl + "/model/" + id + action);
        return key.map(it -> headers.with("authorization", "Bearer " + it.reveal()))
                .map(known -> new Transport.Outgoing("POST", uri, known, body))
                .orElseGet(() -> signed(new Transport.Outgoing("POST", uri, headers, body)));
    }

    private Transport.Outgoing signed(Transport.Outgoing outgoing) {
        return signer.sign(outgoing, SERVICE, region);
    }
}
