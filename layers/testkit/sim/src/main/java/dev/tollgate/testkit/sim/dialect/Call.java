package dev.tollgate.testkit.sim.dialect;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Instant;

/// A request that is to be answered, with what its model or its header scripted.
public record Call(Request request, JsonNode body, String model, Script script, Instant now) {

    /// @throws Refused if the body is no JSON object or the request names no model
    public void needModel() {
        if (!body.isObject()) {
            throw new Refused(Errors::notJson);
        }
        if (model.isEmpty()) {
            throw Refused.invalid("model", "you must provide a model parameter");
        }
    }

    public Echo echo() {
        return body.has(Echo.FIELD) ? Echo.of(request.body()) : Echo.none();
    }
}
