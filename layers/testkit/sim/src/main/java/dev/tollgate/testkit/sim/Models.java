package dev.tollgate.testkit.sim;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Instant;
import java.util.List;

/// The models endpoint. Every name is a model; the list shows a few.
final class Models {

    private static final List<String> LISTED =
            List.of("ok", "tokens-200", "slow-tokens-50ms", "status-503", "cut-after-5", "refusal");

    private Models() {}

    static Answer list(Instant now) {
        var list = Json.object().put("object", "list");
        var data = list.putArray("data");
        LISTED.forEach(id -> data.add(model(id, now)));
        return new Answer.Whole(list, 0, 0);
    }

    static Answer one(String id, Instant now) {
        return new Answer.Whole(model(id, now), 0, 0);
    }

    private static ObjectNode model(String id, Instant now) {
        return Json.object()
                .put("id", id)
                .put("object", "model")
                .put("created", now.getEpochSecond())
                .put("owned_by", "tollgate-sim");
    }
}
