package dev.tollgate.testkit.sim.anthropic;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.tollgate.testkit.sim.dialect.Answer;
import dev.tollgate.testkit.sim.dialect.Call;
import dev.tollgate.testkit.sim.dialect.Json;
import dev.tollgate.testkit.sim.dialect.Operation;
import dev.tollgate.testkit.sim.dialect.Request;
import java.util.List;

/// The models endpoint: the list, or one model by its id. Every name is a model; the list shows a
/// few.
record Models(String id) implements Operation {

    private static final List<String> LISTED = List.of("ok", "thinking", "refusal", "status-529");

    /// All of them.
    static final Models LIST = new Models("");

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
        var data = list.putArray("data");
        LISTED.forEach(model -> data.add(model(model)));
        list.put("has_more", false)
                .put("first_id", LISTED.getFirst())
                .put("last_id", LISTED.getLast());
        return Answer.free(list);
    }

    private static ObjectNode model(String id) {
        return Json.object()
                .put("type", "model")
                .put("id", id)
                .put("display_name", "Simulated " + id)
                .put("created_at", "2026-01-01T00:00:00Z");
    }
}
