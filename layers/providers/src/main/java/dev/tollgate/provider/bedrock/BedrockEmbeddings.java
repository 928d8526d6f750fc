package dev.tollgate.provider.bedrock;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.tollgate.http.Headers;
import dev.tollgate.http.Json;
import dev.tollgate.provider.embedding.Embedded;
import dev.tollgate.provider.embedding.EmbeddingAsk;
import dev.tollgate.provider.wire.Untranslatable;
import dev.tollgate.provider.wire.Wire.Unreadable;
import dev.tollgate.usage.Usage;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// The models on Bedrock that embed, each with a form of its own: Converse is for conversations only.
enum BedrockEmbeddings {
    /// Amazon's Titan, one text a request.
    TITAN,
    /// Cohere's, which want to know what the vectors are for; OpenAI's language can't say, so texts count as documents to be found.
    COHERE;

    private static final String TOKENS = "x-amzn-bedrock-input-token-count";

    /// @throws Untranslatable if the model is neither
    static BedrockEmbeddings of(ModelId model) {
        if (model.is("amazon.titan-embed-text")) {
            return TITAN;
        }
        if (model.is("cohere.embed")) {
            return COHERE;
        }
        throw new Untranslatable(
                "of Bedrock's models, only Titan's and Cohere's embed texts here.");
    }

    /// @throws Untranslatable if the model can't do what is asked in one request
    ObjectNode request(EmbeddingAsk asked, ModelId model) {
        return switch (this) {
            case TITAN -> titan(asked, model);
            case COHERE -> cohere(asked, model);
        };
    }

    private static ObjectNode titan(EmbeddingAsk asked, ModelId model) {
        if (asked.texts().size() > 1) {
            throw new Untranslatable(
                    "'input' has %d texts, and Titan embeds one a request: send them one by one."
                            .formatted(asked.texts().size()));
        }
        ObjectNode body = Json.object().put("inputText", asked.texts().getFirst());
        if (asked.dimensions().isPresent()) {
            requireDimensions(model.is("titan-embed-text-v2"));
            body.put("dimensions", asked.dimensions().getAsInt());
        }
        return body;
    }

    private static ObjectNode cohere(EmbeddingAsk asked, ModelId model) {
        ObjectNode body = Json.object();
        asked.texts().forEach(body.putArray("texts")::add);
        body.put("input_type", "search_document").putArray("embedding_types").add("float");
        if (asked.dimensions().isPresent()) {
            requireDimensions(model.is("embed-v4"));
            body.put("output_dimension", asked.dimensions().getAsInt());
        }
        return body;
    }

    private static void requireDimensions(boolean has) {
        if (!has) {
            throw new Untranslatable("'dimensions' can't be chosen with this model.");
        }
    }

    /// @param headers of the reply, where Bedrock counts what a model does not
    Embedded read(JsonNode answer, Headers headers) throws Unreadable {
        List<double[]> vectors = new ArrayList<>();
        switch (this) {
            case TITAN -> vectors.add(Embedded.vector(answer.path("embedding")));
            case COHERE -> {
                JsonNode all = answer.path("embeddings");
                for (JsonNode vector : all.isObject() ? all.path("float") : all) {
                    vectors.add(Embedded.vector(vector));
                }
            }
        }
        JsonNode counted = answer.path("inputTextTokenCount");
        Optional<String> tokens =
                counted.isIntegralNumber() ? Optional.of(counted.asText()) : headers.first(TOKENS);
        return new Embedded(
                vectors,
                tokens.filter(it -> it.matches("\\d{1,9}"))
                        .map(it -> Usage.of(Long.parseLong(it), 0)));
    }
}
