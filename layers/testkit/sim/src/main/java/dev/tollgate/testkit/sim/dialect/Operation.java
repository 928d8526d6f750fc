package dev.tollgate.testkit.sim.dialect;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Map;
import java.util.Optional;

/// One thing a provider can be asked for, such as a chat answer or a list of models.
public interface Operation {

    /// Whether the provider charges for it: such a request needs a JSON object and a model.
    boolean charged();

    /// The model that is asked for, whose name is the script; empty if there is none.
    String model(Request request, JsonNode body);

    /// The errors of this operation, if they are not those of its dialect.
    default Optional<Errors> errors() {
        return Optional.empty();
    }

    /// The headers that its replies have beside those of its dialect.
    default Map<String, String> headers(int promptTokens) {
        return Map.of();
    }

    /// What the call gets if nothing breaks.
    ///
    /// @throws Refused if the provider would not accept the request
    Answer answer(Call call);
}
