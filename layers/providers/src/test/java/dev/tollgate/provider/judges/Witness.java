package dev.tollgate.provider.judges;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;

/// Reads answers of one wire straight from its documentation, and shares no code with the wire.
interface Witness {
    Said whole(JsonNode answer);

    /// @param events their data, in order; without marks that are no JSON
    Said streamed(List<JsonNode> events);

    /// The events in a stream's bytes.
    default List<JsonNode> events(byte[] stream) {
        return Sse.data(stream);
    }
}
