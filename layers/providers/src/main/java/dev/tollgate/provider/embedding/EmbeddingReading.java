package dev.tollgate.provider.embedding;

import com.fasterxml.jackson.databind.JsonNode;
import dev.tollgate.config.Bounds;
import dev.tollgate.http.Json;
import dev.tollgate.http.JsonBody;
import dev.tollgate.http.Transport;
import dev.tollgate.provider.wire.Provider;
import dev.tollgate.provider.wire.Wire;
import dev.tollgate.routing.Answer.Summary;
import dev.tollgate.routing.Answer.Whole;
import dev.tollgate.routing.Call;
import dev.tollgate.routing.Failure;
import dev.tollgate.routing.Failure.Kind;
import dev.tollgate.routing.Outcome;
import dev.tollgate.routing.Outcome.Answered;
import dev.tollgate.routing.Outcome.Failed;
import dev.tollgate.usage.Estimate;
import dev.tollgate.usage.Usage;
import java.io.IOException;
import java.util.Optional;

/// Reads the reply to an embeddings request, and answers the caller in OpenAI's language.
///
/// @param model as the reply names it
/// @param wire of the provider, which knows its errors
/// @param reader of its vectors
public record EmbeddingReading(
        Call call,
        EmbeddingAsk asked,
        String model,
        Wire wire,
        Embedded.Reader reader,
        Estimate estimate)
        implements Provider.Reading {

    @Override
    public Outcome read(Transport.Reply reply) throws IOException {
        try (reply) {
            if (reply.status() != 200) {
                byte[] error = reply.body().readNBytes(Bounds.MAX_ERROR_BYTES);
                return new Failed(wire.failure(reply.status(), reply.headers(), error));
            }
            return whole(reply.body().readNBytes(Bounds.MAX_ANSWER_BYTES + 1));
        }
    }

    private Outcome whole(byte[] body) {
        if (body.length > Bounds.MAX_ANSWER_BYTES) {
            return failed("an answer of more than " + Bounds.MAX_ANSWER_BYTES + " bytes");
        }
        try {
            JsonNode answer = Json.tree(JsonBody.parse(body).bytes());
            Optional<Failure> failure = wire.failureIn(answer);
            return failure.isPresent() ? new Failed(failure.get()) : answered(reader.read(answer));
        } catch (JsonBody.Malformed e) {
            return failed("the answer is no JSON object");
        } catch (Wire.Unreadable e) {
            return failed(String.valueOf(e.getMessage()));
        }
    }

    private Outcome answered(Embedded embedded) {
        int vectors = embedded.vectors().size();
        if (vectors != asked.texts().size()) {
            return failed(vectors + " vectors for " + asked.texts().size() + " texts");
        }
        Usage usage = embedded.usage().orElseGet(() -> estimate.unanswered(call.body()));
        byte[] body = EmbeddingReply.write(embedded.vectors(), asked.base64(), model, usage);
        return new Answered(new Whole(body, new Summary(usage, Optional.empty()), asked.dropped()));
    }

    private static Failed failed(String message) {
        return new Failed(Failure.of(Kind.SERVER_ERROR, message));
    }
}
