package dev.tollgate.testkit.sim;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;

/// What a call gets if nothing breaks.
sealed interface Answer {

    int promptTokens();

    /// One JSON document of so many completion tokens.
    record Whole(JsonNode json, int promptTokens, int completionTokens) implements Answer {}

    /// Server-sent events, without the `[DONE]` after them.
    record Streamed(List<Event> events, int promptTokens) implements Answer {}

    /// The data of one event.
    record Event(Part part, JsonNode data) {}

    /// What an event carries.
    enum Part {
        ROLE,
        TOKEN,
        FINISH,
        USAGE
    }
}
