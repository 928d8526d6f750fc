package dev.tollgate.testkit.sim.bedrock;

import com.fasterxml.jackson.databind.JsonNode;
import dev.tollgate.testkit.sim.dialect.Answer;
import dev.tollgate.testkit.sim.dialect.Call;
import dev.tollgate.testkit.sim.dialect.Ids;
import dev.tollgate.testkit.sim.dialect.Json;
import dev.tollgate.testkit.sim.dialect.Operation;
import dev.tollgate.testkit.sim.dialect.Refused;
import dev.tollgate.testkit.sim.dialect.Request;
import dev.tollgate.testkit.sim.dialect.Script.Quirk;
import dev.tollgate.testkit.sim.dialect.Tokens;
import dev.tollgate.testkit.sim.dialect.Vector;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;

/// Embeddings by InvokeModel: in Cohere's words if the name has `cohere.embed` in it, else in
/// Titan's. Cohere's bodies have no usage, which stands in a header of either.
///
/// @see <a href="https://docs.aws.amazon.com/bedrock/latest/userguide/model-parameters-titan-embed-text.html">Titan</a>
/// @see <a href="https://docs.aws.amazon.com/bedrock/latest/userguide/model-parameters-embed.html">Cohere</a>
record Embed(String name) implements Operation {

    private static final Set<Integer> TITAN_DIMENSIONS = Set.of(256, 512, 1024);
    private static final Set<Integer> COHERE_DIMENSIONS = Set.of(256, 512, 1024, 1536);
    private static final int MOST_TEXTS = 96;
    private static final Set<String> INPUT_TYPES =
            Set.of("search_document", "search_query", "classification", "clustering");

    @Override
    public boolean charged() {
        return true;
    }

    @Override
    public String model(Request request, JsonNode body) {
        return name;
    }

    @Override
    public Map<String, String> headers(int promptTokens) {
        return Map.of("x-amzn-bedrock-input-token-count", String.valueOf(promptTokens));
    }

    @Override
    public Answer answer(Call call) {
        return name.contains("cohere.embed") ? cohere(call) : titan(call);
    }

    private static Answer titan(Call call) {
        var body = call.body();
        check(body, Set.of("inputText", "dimensions", "normalize", "embeddingTypes", "x_echo"));
        var tokens = tokens(body.path("inputText").asText(), "inputText");
        int dimensions = dimensions(body.path("dimensions"), TITAN_DIMENSIONS);
        var answer = Json.object();
        Vector.addTo(answer.putArray("embedding"), tokens, dimensions);
        Vector.addTo(answer.putObject("embeddingsByType").putArray("float"), tokens, dimensions);
        if (!call.script().has(Quirk.NO_USAGE)) {
            answer.put("inputTextTokenCount", tokens.size());
        }
        call.echo().addTo(answer);
        return new Answer.Whole(Json.bytes(answer), tokens.size(), 0);
    }

    private static Answer cohere(Call call) {
        var body = call.body();
        check(
                body,
                Set.of(
                        "texts",
                        "input_type",
                        "truncate",
                        "embedding_types",
                        "output_dimension",
                        "max_tokens",
                        "x_echo"));
        var texts = body.path("texts");
        if (texts.isEmpty() || texts.size() > MOST_TEXTS) {
            throw Refused.invalid("texts", "need 1 to " + MOST_TEXTS + " texts");
        }
        if (!INPUT_TYPES.contains(body.path("input_type").asText())) {
            throw BedrockErrors.invalid(
                    "Malformed input request: #: required key [input_type] not found, please"
                            + " reformat your input and try again.");
        }
        int dimensions = dimensions(body.path("output_dimension"), COHERE_DIMENSIONS);
        boolean typed = body.path("embedding_types").isArray();
        var answer = Json.object().put("id", Ids.next(""));
        var embeddings =
                typed
                        ? answer.putObject("embeddings").putArray("float")
                        : answer.putArray("embeddings");
        int count = 0;
        for (var text : texts) {
            var tokens = tokens(text.asText(), "texts");
            Vector.addTo(embeddings.addArray(), tokens, dimensions);
            count += tokens.size();
        }
        answer.put("response_type", typed ? "embeddings_by_type" : "embeddings_floats");
        answer.set("texts", texts);
        call.echo().addTo(answer);
        return new Answer.Whole(Json.bytes(answer), count, 0);
    }

    private static void check(JsonNode body, Set<String> names) {
        var wrong = new ArrayList<String>();
        body.fieldNames()
                .forEachRemaining(name -> {
                    if (!names.contains(name)) {
                        wrong.add(name);
                    }
                });
        if (!wrong.isEmpty()) {
            throw BedrockErrors.invalid(
                    "Malformed input request: #: extraneous key "
                            + wrong
                            + " is not permitted, please reformat your input and try again.");
        }
    }

    private static List<String> tokens(String text, String field) {
        if (text.isEmpty()) {
            throw Refused.invalid(field, "need a text");
        }
        return Tokens.split(text);
    }

    private static int dimensions(JsonNode wanted, Set<Integer> known) {
        int dimensions = wanted.asInt(1024);
        if (!known.contains(dimensions)) {
            throw Refused.invalid("dimensions", "need one of " + known + ", got " + dimensions);
        }
        return dimensions;
    }
}
