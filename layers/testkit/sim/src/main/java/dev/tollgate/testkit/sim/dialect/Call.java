package dev.tollgate.testkit.sim.dialect;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Instant;

/// A request that is to be answered, with what its model or its header scripted.
public record Call(Request request, JsonNode body, String model, Script script, Instant now) {

    public Echo echo() {
        return body.has(Echo.FIELD) ? Echo.of(request.body()) : Echo.none();
    }
}
