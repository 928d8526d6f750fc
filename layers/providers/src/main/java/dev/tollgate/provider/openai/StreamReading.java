package dev.tollgate.provider.openai;

import com.fasterxml.jackson.databind.JsonNode;
import dev.tollgate.http.Json;
import dev.tollgate.routing.Answer.Summary;
import dev.tollgate.routing.Call;
import dev.tollgate.usage.Estimate;
import dev.tollgate.usage.Usage;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.BitSet;
import java.util.Map;
import java.util.Optional;

/// What has been learnt from a stream's events so far.
final class StreamReading {
    private static final int MAX_CHOICES = 128;

    private final int choices;
    private final Call call;
    private final BitSet finished = new BitSet();
    private Optional<Usage> usage = Optional.empty();
    private Optional<String> finishReason = Optional.empty();
    private boolean sawToken;
    private long textBytes;

    StreamReading(Call call) {
        this.call = call;
        this.choices = call.body().member("n").map(n -> Math.max(1, n.asInt(1))).orElse(1);
    }

    /// What one event is.
    enum Kind {
        CHUNK,
        /// The chunk without choices that `include_usage` brings.
        USAGE_ONLY,
        /// Nothing but comments: a keep-alive.
        COMMENT,
        DONE,
        ERROR,
        MALFORMED
    }

    Kind read(String data) {
        if (data.isEmpty()) {
            return Kind.COMMENT;
        }
        if (data.equals("[DONE]")) {
            return Kind.DONE;
        }
        JsonNode chunk;
        try {
            chunk = Json.tree(data.getBytes(StandardCharsets.UTF_8));
        } catch (UncheckedIOException _) {
            return Kind.MALFORMED;
        }
        if (!chunk.isObject()) {
            return Kind.MALFORMED;
        }
        if (OpenAiErrors.isError(chunk.path("error"))) {
            return Kind.ERROR;
        }
        Optional<Usage> reported = OpenAiUsage.of(chunk.path("usage"), chunk.path("x_groq"));
        usage = reported.or(() -> usage);
        JsonNode choices = chunk.path("choices");
        choices.forEach(this::readChoice);
        return choices.isEmpty() && reported.isPresent() ? Kind.USAGE_ONLY : Kind.CHUNK;
    }

    private void readChoice(JsonNode choice) {
        int index = Math.clamp(choice.path("index").asInt(), 0, MAX_CHOICES);
        for (Map.Entry<String, JsonNode> part : choice.path("delta").properties()) {
            if (!part.getKey().equals("role")) {
                readPart(part.getValue());
            }
        }
        JsonNode reason = choice.path("finish_reason");
        if (reason.isTextual()) {
            finished.set(index);
            finishReason = Optional.of(reason.asText());
            sawToken = true;
        }
    }

    private void readPart(JsonNode part) {
        if (part.isTextual()) {
            textBytes += Estimate.textBytes(part);
            sawToken |= !part.asText().isEmpty();
        } else if (part.isContainerNode() && !part.isEmpty()) {
            textBytes += Estimate.textBytes(part);
            sawToken = true;
        }
    }

    /// Whether anything of the answer itself has come: text, a tool call, a refusal, reasoning, or its end.
    boolean sawToken() {
        return sawToken;
    }

    /// Whether every choice that was asked for has its finish reason.
    boolean finished() {
        return finished.cardinality() >= choices;
    }

    Summary summary() {
        return new Summary(usage.orElseGet(this::estimate), finishReason);
    }

    private Usage estimate() {
        return Usage.estimate(Estimate.input(call.body()), Estimate.tokens(textBytes));
    }
}
