package dev.tollgate.testkit.sim.vertex;

import com.fasterxml.jackson.databind.JsonNode;
import dev.tollgate.testkit.sim.dialect.Answer;
import dev.tollgate.testkit.sim.dialect.Ask;
import dev.tollgate.testkit.sim.dialect.Call;
import dev.tollgate.testkit.sim.dialect.Json;
import dev.tollgate.testkit.sim.dialect.Operation;
import dev.tollgate.testkit.sim.dialect.Refused;
import dev.tollgate.testkit.sim.dialect.Request;
import dev.tollgate.testkit.sim.dialect.Script.Quirk;
import dev.tollgate.testkit.sim.dialect.Tokens;
import dev.tollgate.testkit.sim.dialect.Vector;

/// The embeddings of texts: at most 250, and one only for the models named `gemini-embedding`.
///
/// @see <a href="https://cloud.google.com/vertex-ai/generative-ai/docs/model-reference/text-embeddings-api">Text embeddings</a>
record Predict(String name) implements Operation {

    private static final int MAX_INSTANCES = 250;
    private static final int MAX_DIMENSIONS = 3072;
    private static final int DEFAULT_DIMENSIONS = 768;

    @Override
    public boolean charged() {
        return true;
    }

    @Override
    public String model(Request request, JsonNode body) {
        return name;
    }

    @Override
    public Answer answer(Call call) {
        var instances = call.body().path("instances");
        int most = name.contains("gemini-embedding") ? 1 : MAX_INSTANCES;
        if (!instances.isArray() || instances.isEmpty() || instances.size() > most) {
            throw Refused.invalid(
                    "instances",
                    "need 1 to " + most + " instances per prediction, got " + instances.size());
        }
        var wanted = call.body().path("parameters").path("outputDimensionality");
        int dimensions =
                Ask.between(
                        "outputDimensionality",
                        1,
                        wanted.asInt(DEFAULT_DIMENSIONS),
                        MAX_DIMENSIONS);
        var answer = Json.object();
        var predictions = answer.putArray("predictions");
        int tokens = 0;
        int characters = 0;
        for (var instance : instances) {
            var text = instance.path("content").asText();
            if (text.isEmpty()) {
                throw Refused.invalid("instances", "The text content is empty.");
            }
            var split = Tokens.split(text);
            var embedding = predictions.addObject().putObject("embeddings");
            Vector.addTo(embedding.putArray("values"), split, dimensions);
            if (!call.script().has(Quirk.NO_USAGE)) {
                embedding
                        .putObject("statistics")
                        .put("token_count", split.size())
                        .put("truncated", false);
            }
            tokens += split.size();
            characters += text.codePointCount(0, text.length());
        }
        if (!call.script().has(Quirk.NO_USAGE)) {
            answer.putObject("metadata").put("billableCharacterCount", characters);
        }
        call.echo().addTo(answer);
        return new Answer.Whole(Json.pretty(answer), tokens, 0);
    }
}
