package dev.tollgate.testkit.sim.openai;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.tollgate.testkit.sim.dialect.Answer;
import dev.tollgate.testkit.sim.dialect.Call;
import dev.tollgate.testkit.sim.dialect.Json;
import dev.tollgate.testkit.sim.dialect.Operation;
import dev.tollgate.testkit.sim.dialect.Request;
import java.time.Instant;
import java.util.List;

/// The models endpoint: the list, or one model by its id. Every name is a model; the list shows a
/// few.
public record Models(String id) implements Operation {

    private static final List<String> LISTED =
            List.of("ok", "tokens-200", "slow-tokens-50ms", "status-503", "cut-after-5", "refusal");

    /// All of them.
    public static final Models LIST = new Models("");

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
            return Answer.free(model(id, call.now()));
        }
        var list = Json.object().put("object", "list");
        var data = list.putArray("data");
        LISTED.forEach(model -> data.add(model(model, call.now())));
        return Answer.free(list);
    }

    private static ObjectNode model(String id, Instant now) {
        return Json.object()
                .put("id", id)
                .put("object", "model")
                .put("created", now.getEpochSecond())
                .put("owned_by", "tollgate-sim");
    }
}
