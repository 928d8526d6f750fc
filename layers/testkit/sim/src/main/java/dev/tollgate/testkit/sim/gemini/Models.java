package dev.tollgate.testkit.sim.gemini;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.tollgate.testkit.sim.dialect.Answer;
import dev.tollgate.testkit.sim.dialect.Call;
import dev.tollgate.testkit.sim.dialect.Json;
import dev.tollgate.testkit.sim.dialect.Operation;
import dev.tollgate.testkit.sim.dialect.Request;
import java.util.List;

/// The models: the list, or one by its id. Every name is a model; the list shows a few.
///
/// @param id empty for the list
record Models(String id) implements Operation {

    private static final List<String> LISTED =
            List.of("ok", "ok@gemini-3-flash", "thinking", "refusal", "status-503");

    @Override
    public boolean charged() {
        return false;
    }

    @Override
    public String model(Request request, JsonNode body) {
        return id;
    }

    @Override
    public Answer answer(Call call) {
        if (!id.isEmpty()) {
            return Answer.free(model(id));
        }
        var list = Json.object();
        var models = list.putArray("models");
        LISTED.forEach(model -> models.add(model(model)));
        return Answer.free(list);
    }

    private static ObjectNode model(String id) {
        var model =
                Json.object()
                        .put("name", "models/" + id)
                        .put("version", "001")
                        .put("displayName", "Simulated " + id)
                        .put("inputTokenLimit", 1_048_576)
                        .put("outputTokenLimit", 65_536);
        model.putArray("supportedGenerationMethods")
                .add("generateContent")
                .add("countTokens")
                .add("batchEmbedContents");
        return model;
    }
}
