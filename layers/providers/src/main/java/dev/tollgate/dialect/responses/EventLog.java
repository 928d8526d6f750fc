package dev.tollgate.dialect.responses;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.tollgate.http.Json;
import java.io.ByteArrayOutputStream;

/// The events of one stream, numbered from 0 in the order in which they are added.
final class EventLog {
    private static final byte[] DATA = "\ndata: ".getBytes(UTF_8);
    private static final byte[] END = "\n\n".getBytes(UTF_8);

    private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    private int next;

    /// @param type without its `response.`
    void add(String type, ObjectNode fields) {
        String name = "response." + type;
        ObjectNode event = Json.object().put("type", name).put("sequence_number", next++);
        event.setAll(fields);
        bytes.writeBytes(("event: " + name).getBytes(UTF_8));
        bytes.writeBytes(DATA);
        bytes.writeBytes(Json.bytes(event));
        bytes.writeBytes(END);
    }

    /// What was added since this was last asked.
    byte[] take() {
        byte[] taken = bytes.toByteArray();
        bytes.reset();
        return taken;
    }
}
