package dev.tollgate.dialect.responses;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeType;
import dev.tollgate.api.ApiError;
import dev.tollgate.dialect.Members;
import dev.tollgate.http.JsonBody;
import java.util.List;

/// What can't be asked of a gateway that keeps nothing: to go on from what was stored, or to answer later.
final class Stateless {
    private Stateless() {}

    /// @throws ApiError 400 if the request builds on something stored
    static void check(JsonBody body) {
        for (String name : List.of("previous_response_id", "conversation")) {
            if (body.type(name).filter(type -> type != JsonNodeType.NULL).isPresent()) {
                throw refused(name);
            }
        }
        if (Members.value(body, "background").asBoolean()) {
            throw refused("background");
        }
        if (body.type("input").filter(JsonNodeType.ARRAY::equals).isPresent()) {
            JsonNode input = Members.value(body, "input");
            for (int i = 0; i < input.size(); i++) {
                if (isReference(input.get(i))) {
                    throw refused("input[" + i + "]");
                }
            }
        }
    }

    private static boolean isReference(JsonNode item) {
        String type = item.path("type").asText("");
        boolean message = type.isEmpty() || type.equals("message");
        boolean saysNothing = !item.has("role") && !item.has("content");
        return type.equals("item_reference") || (message && saysNothing && item.hasNonNull("id"));
    }

    private static ApiError refused(String param) {
        return ApiError.badRequest(
                "unsupported_parameter",
                "Unsupported parameter: '"
                        + param
                        + "'. The gateway is stateless and keeps no responses: send the whole conversation as 'input'.",
                param);
    }
}
