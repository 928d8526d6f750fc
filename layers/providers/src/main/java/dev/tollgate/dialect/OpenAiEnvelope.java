package dev.tollgate.dialect;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.tollgate.api.ApiError;
import dev.tollgate.http.Json;
import java.util.Collection;

/// What all of OpenAI's APIs have in common: the error envelope, and the list of models.
public final class OpenAiEnvelope {
    private OpenAiEnvelope() {}

    /// The error as a whole reply: the provider's own, if it has sent one.
    public static byte[] error(ApiError error) {
        return error.body().length > 0 ? error.body() : Json.bytes(envelope(error));
    }

    /// `{"error": {...}}`
    public static ObjectNode envelope(ApiError error) {
        ObjectNode inner = Json.object().put("message", error.message()).put("type", error.type());
        error.param()
                .ifPresentOrElse(param -> inner.put("param", param), () -> inner.putNull("param"));
        return Json.object().set("error", inner.put("code", error.code()));
    }

    public static byte[] models(Collection<String> aliases) {
        ArrayNode data = Json.mapper().createArrayNode();
        aliases.forEach(alias -> data.add(card(alias)));
        return Json.bytes(Json.object().put("object", "list").set("data", data));
    }

    public static byte[] model(String alias) {
        return Json.bytes(card(alias));
    }

    private static ObjectNode card(String alias) {
        return Json.object()
                .put("id", alias)
                .put("object", "model")
                .put("created", 0)
                .put("owned_by", "tollgate");
    }
}
