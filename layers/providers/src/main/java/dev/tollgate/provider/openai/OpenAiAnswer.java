package dev.tollgate.provider.openai;

import com.fasterxml.jackson.databind.JsonNode;
import dev.tollgate.config.Bounds;
import dev.tollgate.http.Headers;
import dev.tollgate.http.Json;
import dev.tollgate.http.JsonBody;
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
import java.util.Optional;

/// Reads a buffered answer. Its bytes stay as they are; it must be whole, and must not be an error in disguise.
final class OpenAiAnswer {
    private OpenAiAnswer() {}

    static Outcome read(Call call, byte[] body) {
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
        String content =
                switch (call.operation()) {
                    case CHAT -> "choices";
                    case EMBEDDINGS -> "data";
                };
        if (!answer.has(content)) {
            return failed("the answer has no '" + content + "'");
        }
        return new Answered(new Whole(body, summary(call, answer)));
    }

    private static Summary summary(Call call, JsonBody answer) {
        JsonNode nothing = Json.object().path("");
        Usage usage =
                OpenAiUsage.of(
                                answer.member("usage").orElse(nothing),
                                answer.member("x_groq").orElse(nothing))
                        .orElseGet(() -> estimate(call, answer));
        return new Summary(usage, finishReason(call, answer));
    }

    private static Usage estimate(Call call, JsonBody answer) {
        long output =
                switch (call.operation()) {
                    case CHAT -> answer.member("choices").map(Estimate::textBytes).orElse(0L);
                    case EMBEDDINGS -> 0;
                };
        return Usage.estimate(Estimate.input(call.body()), Estimate.tokens(output));
    }

    private static Optional<String> finishReason(Call call, JsonBody answer) {
        return switch (call.operation()) {
            case CHAT ->
                    answer.member("choices")
                            .map(choices -> choices.path(0).path("finish_reason"))
                            .filter(JsonNode::isTextual)
                            .map(JsonNode::asText);
            case EMBEDDINGS -> Optional.empty();
        };
    }

    private static Failed failed(String message) {
        return new Failed(Failure.of(Kind.SERVER_ERROR, message));
    }
}
