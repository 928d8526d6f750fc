package dev.tollgate.testkit.sim.openai;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.tollgate.testkit.sim.dialect.Answer;
import dev.tollgate.testkit.sim.dialect.Call;
import dev.tollgate.testkit.sim.dialect.Json;
import dev.tollgate.testkit.sim.dialect.Operation;
import dev.tollgate.testkit.sim.dialect.Refused;
import dev.tollgate.testkit.sim.dialect.Request;
import dev.tollgate.testkit.sim.dialect.Script.Quirk;
import dev.tollgate.testkit.sim.dialect.Tokens;
import dev.tollgate.testkit.sim.dialect.Vector;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;

/// The embeddings endpoint.
public record Embeddings() implements Operation {

    private static final int DEFAULT_DIMENSIONS = 1536;
    private static final int MAX_DIMENSIONS = 3072;
    private static final int MAX_INPUTS = 2048;

    @Override
    public boolean charged() {
        return true;
    }

    @Override
    public String model(Request request, JsonNode body) {
        return body.path("model").asText("");
    }

    @Override
    public Answer answer(Call call) {
        var request = call.body();
        var inputs = inputs(request.path("input"));
        int dimensions = dimensions(request.path("dimensions"));
        boolean base64 = request.path("encoding_format").asText("float").equals("base64");
        var answer = Json.object().put("object", "list");
        var data = answer.putArray("data");
        int tokens = 0;
        for (int i = 0; i < inputs.size(); i++) {
            var item = data.addObject().put("object", "embedding").put("index", i);
            put(item, Vector.of(inputs.get(i), dimensions), base64);
            tokens += inputs.get(i).size();
        }
        answer.put("model", call.model());
        if (!call.script().has(Quirk.NO_USAGE)) {
            answer.putObject("usage").put("prompt_tokens", tokens).put("total_tokens", tokens);
        }
        call.echo().addTo(answer);
        return new Answer.Whole(Json.bytes(answer), tokens, 0);
    }

    /// The tokens of each input: of a text, of a list of texts, of a token list or a list of those.
    private static List<List<String>> inputs(JsonNode input) {
        if (input.isTextual() || (input.isArray() && input.path(0).isInt())) {
            return List.of(tokens(input));
        }
        if (!input.isArray() || input.isEmpty() || input.size() > MAX_INPUTS) {
            throw Refused.invalid(
                    "input", "need a text, a token list, or 1 to " + MAX_INPUTS + " of them");
        }
        var inputs = new ArrayList<List<String>>();
        input.forEach(item -> inputs.add(tokens(item)));
        return inputs;
    }

    private static List<String> tokens(JsonNode input) {
        var tokens = new ArrayList<String>();
        if (input.isTextual()) {
            tokens.addAll(Tokens.split(input.asText()));
        } else {
            input.forEach(token -> tokens.add(token.asText()));
        }
        if (tokens.isEmpty()) {
            throw Refused.invalid("input", "input cannot be an empty string");
        }
        return tokens;
    }

    private static int dimensions(JsonNode asked) {
        int dimensions = asked.asInt(DEFAULT_DIMENSIONS);
        if (dimensions < 1 || dimensions > MAX_DIMENSIONS) {
            throw Refused.invalid(
                    "dimensions",
                    "need 1 <= dimensions <= " + MAX_DIMENSIONS + ", got " + dimensions);
        }
        return dimensions;
    }

    private static void put(ObjectNode item, float[] vector, boolean base64) {
        if (base64) {
            var bytes = ByteBuffer.allocate(4 * vector.length).order(ByteOrder.LITTLE_ENDIAN);
            bytes.asFloatBuffer().put(vector);
            item.put("embedding", Base64.getEncoder().encodeToString(bytes.array()));
            return;
        }
        var numbers = item.putArray("embedding");
        for (float number : vector) {
            numbers.add(number);
        }
    }
}
