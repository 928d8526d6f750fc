package dev.tollgate.provider.gemini;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.tollgate.http.Json;
import dev.tollgate.provider.embedding.Embedded;
import dev.tollgate.provider.embedding.EmbeddingAsk;
import dev.tollgate.provider.wire.Wire.Unreadable;
import java.util.ArrayList;
import java.util.List;

/// AI Studio's `batchEmbedContents`: one request for each text, all in one.
final class BatchEmbedContents {
    private BatchEmbedContents() {}

    static ObjectNode write(EmbeddingAsk asked, String model) {
        ObjectNode body = Json.object();
        ArrayNode requests = body.putArray("requests");
        for (String text : asked.texts()) {
            ObjectNode request = requests.addObject().put("model", "models/" + model);
            request.putObject("content").putArray("parts").addObject().put("text", text);
            asked.dimensions().ifPresent(it -> request.put("outputDimensionality", it));
        }
        return body;
    }

    /// Only newer models tell how many tokens they have read.
    static Embedded read(JsonNode answer) throws Unreadable {
        List<double[]> vectors = new ArrayList<>();
        for (JsonNode embedding : answer.path("embeddings")) {
            vectors.add(Embedded.vector(embedding.path("values")));
        }
        return new Embedded(vectors, new GeminiUsage().add(answer.path("usageMetadata")));
    }
}
