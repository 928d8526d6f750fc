package dev.tollgate.testkit.sim.gemini;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.tollgate.testkit.sim.dialect.Answer;
import dev.tollgate.testkit.sim.dialect.Ask;
import dev.tollgate.testkit.sim.dialect.Call;
import dev.tollgate.testkit.sim.dialect.Json;
import dev.tollgate.testkit.sim.dialect.Operation;
import dev.tollgate.testkit.sim.dialect.Request;
import dev.tollgate.testkit.sim.dialect.Script.Quirk;
import dev.tollgate.testkit.sim.dialect.Tokens;
import dev.tollgate.testkit.sim.dialect.Vector;
import java.util.Set;

/// The embedding of one content, or of a batch of at most 100.
///
/// @param method `embedContent` or `batchEmbedContents`
record EmbedContents(String name, String method) implements Operation {

    private static final int DEFAULT_DIMENSIONS = 3072;
    private static final int MAX_BATCH = 100;
    private static final Set<String> BATCH = Generate.withEcho(Set.of("requests"));
    private static final Set<String> ONE =
            Generate.withEcho(
                    Set.of("model", "content", "taskType", "title", "outputDimensionality"));

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
        var body = call.body();
        var answer = Json.object();
        int tokens = 0;
        if (method.equals("embedContent")) {
            Proto.check(body, "", ONE);
            tokens += embed(body, "content", answer.putObject("embedding"));
        } else {
            Proto.check(body, "", BATCH);
            var requests = body.path("requests");
            if (requests.isEmpty()) {
                throw Proto.wrong(
                        "* BatchEmbedContentsRequest.requests: requests must not be empty\n");
            }
            Contents.atMost(MAX_BATCH, requests, "BatchEmbedContentsRequest.requests");
            var embeddings = answer.putArray("embeddings");
            for (int i = 0; i < requests.size(); i++) {
                var where = "requests[" + i + "]";
                Proto.check(requests.path(i), where, ONE);
                checkModel(requests.path(i).path("model").asText(), where);
                var at = where + ".content";
                tokens += embed(requests.path(i), at, embeddings.addObject());
            }
        }
        if (!call.script().has(Quirk.NO_USAGE)) {
            var usage = answer.putObject("usageMetadata").put("promptTokenCount", tokens);
            usage.putArray("promptTokenDetails").add(Modalities.count("TEXT", tokens));
        }
        call.echo().addTo(answer);
        return new Answer.Whole(Json.pretty(answer), tokens, 0);
    }

    private void checkModel(String model, String where) {
        if (!model.equals("models/" + name)) {
            throw Proto.wrong(
                    "* BatchEmbedContentsRequest."
                            + where
                            + ".model: model must be the same as the one of the batch: models/"
                            + name
                            + "\n");
        }
    }

    private static int embed(JsonNode request, String where, ObjectNode embedding) {
        var tokens = Tokens.split(Contents.text(request.path("content"), where));
        int wanted = Proto.get(request, "outputDimensionality").asInt(DEFAULT_DIMENSIONS);
        int dimensions = Ask.between("output_dimensionality", 1, wanted, DEFAULT_DIMENSIONS);
        Vector.addTo(embedding.putArray("values"), tokens, dimensions);
        return tokens.size();
    }
}
