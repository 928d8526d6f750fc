package dev.tollgate.provider.vertex;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.tollgate.http.Json;
import dev.tollgate.provider.embedding.Embedded;
import dev.tollgate.provider.embedding.EmbeddingAsk;
import dev.tollgate.provider.wire.Wire.Unreadable;
import dev.tollgate.usage.Usage;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// Vertex AI's `predict`, as its embedding models have it. How many texts it takes at once is the model's to say.
final class Predict {
    private static final long MAX_TOKENS = 1_000_000_000;

    private Predict() {}

    static ObjectNode write(EmbeddingAsk asked) {
        ObjectNode body = Json.object();
        ArrayNode instances = body.putArray("instances");
        asked.texts().forEach(text -> instances.addObject().put("content", text));
        ObjectNode parameters = body.putObject("parameters").put("autoTruncate", false);
        asked.dimensions().ifPresent(it -> parameters.put("outputDimensionality", it));
        return body;
    }

    static Embedded read(JsonNode answer) throws Unreadable {
        List<double[]> vectors = new ArrayList<>();
        long tokens = 0;
        boolean counted = true;
        for (JsonNode prediction : answer.path("predictions")) {
            JsonNode embeddings = prediction.path("embeddings");
            vectors.add(Embedded.vector(embeddings.path("values")));
            JsonNode count = embeddings.path("statistics").path("token_count");
            counted &= count.isNumber() && count.asLong() >= 0 && count.asLong() <= MAX_TOKENS;
            tokens += counted ? count.asLong() : 0;
        }
        return new Embedded(vectors, counted ? Optional.of(Usage.of(tokens, 0)) : Optional.empty());
    }
}
