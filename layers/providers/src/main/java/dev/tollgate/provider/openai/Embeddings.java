package dev.tollgate.provider.openai;

import com.fasterxml.jackson.databind.JsonNode;
import dev.tollgate.config.Bounds;
import dev.tollgate.http.Headers;
import dev.tollgate.http.Json;
import dev.tollgate.http.JsonBody;
import dev.tollgate.http.Transport;
import dev.tollgate.provider.wire.Provider;
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
import java.util.List;
import java.util.Optional;

/// Reads the reply to an embeddings request, for callers who speak OpenAI's: nobody else asks for any. Its bytes stay as they are.
///
/// @param dropped what of the request was not sent
public record Embeddings(Call call, Estimate estimate, List<String> dropped)
        implements Provider.Reading {

    @Override
    public Outcome read(Transport.Reply reply) throws IOException {
        try (reply) {
            if (reply.status() != 200) {
                byte[] error = reply.body().readNBytes(Bounds.MAX_ERROR_BYTES);
                return new Failed(OpenAiErrors.classify(reply.status(), reply.headers(), error));
            }
            return whole(reply.body().readNBytes(Bounds.MAX_ANSWER_BYTES + 1));
        }
    }

    private Outcome whole(byte[] body) {
        if (body.length > Bounds.MAX_ANSWER_BYTES) {
            return failed("an answer of more than " + Bounds.MAX_ANSWER_BYTES + " bytes");
        }
        JsonBody answer;
        try {
            answer = JsonBody.parse(body);
        } catch (JsonBody.Malformed e) {
            return failed("the answer is no JSON object");
        }
        if (answer.member("error").filter(OpenAiErrors::isError).isPresent()) {
            return new Failed(OpenAiErrors.classify(200, Headers.none(), body));
        }
        if (!answer.has("data")) {
            return failed("the answer has no 'data'");
        }
        JsonNode nothing = Json.object().path("");
        Usage usage =
                OpenAiUsage.of(answer.member("usage").orElse(nothing), nothing)
                        .orElseGet(() -> estimate.unanswered(call.body()));
        return new Answered(new Whole(body, new Summary(usage, Optional.empty()), dropped));
    }

    private static Failed failed(String message) {
        return new Failed(Failure.of(Kind.SERVER_ERROR, message));
    }
}
