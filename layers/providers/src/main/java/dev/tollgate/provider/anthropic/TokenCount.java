package dev.tollgate.provider.anthropic;

import dev.tollgate.config.Bounds;
import dev.tollgate.http.JsonBody;
import dev.tollgate.http.Transport;
import dev.tollgate.provider.wire.Provider;
import dev.tollgate.routing.Answer.Summary;
import dev.tollgate.routing.Answer.Whole;
import dev.tollgate.routing.Failure;
import dev.tollgate.routing.Failure.Kind;
import dev.tollgate.routing.Outcome;
import dev.tollgate.routing.Outcome.Answered;
import dev.tollgate.routing.Outcome.Failed;
import dev.tollgate.usage.Usage;
import java.io.IOException;
import java.util.List;
import java.util.Optional;

/// Reads the reply to a question for a count of tokens. Its bytes stay as they are; nothing is charged for it.
record TokenCount(List<String> dropped) implements Provider.Reading {

    @Override
    public Outcome read(Transport.Reply reply) throws IOException {
        try (reply) {
            byte[] body = reply.body().readNBytes(Bounds.MAX_ERROR_BYTES);
            if (reply.status() != 200) {
                return new Failed(AnthropicErrors.classify(reply.status(), reply.headers(), body));
            }
            return isCount(body)
                    ? new Answered(
                            new Whole(body, new Summary(Usage.none(), Optional.empty()), dropped))
                    : new Failed(Failure.of(Kind.SERVER_ERROR, "the answer is no count of tokens"));
        }
    }

    private static boolean isCount(byte[] body) {
        try {
            return JsonBody.parse(body).has("input_tokens");
        } catch (JsonBody.Malformed _) {
            return false;
        }
    }
}
