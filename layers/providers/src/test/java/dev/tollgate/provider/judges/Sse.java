package dev.tollgate.provider.judges;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.databind.JsonNode;
import dev.tollgate.http.Json;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/// Server-sent events, split the simple way: on blank lines, the whole stream at once.
final class Sse {
    private Sse() {}

    /// The data of all events that hold an object.
    static List<JsonNode> data(byte[] stream) {
        List<JsonNode> events = new ArrayList<>();
        String text = new String(stream, UTF_8).replace("\r\n", "\n");
        for (String event : text.split("\n\n", -1)) {
            String data =
                    event.lines()
                            .filter(line -> line.startsWith("data:"))
                            .map(line -> line.substring("data:".length()))
                            .collect(Collectors.joining("\n"))
                            .strip();
            if (data.startsWith("{")) {
                events.add(Json.tree(data.getBytes(UTF_8)));
            }
        }
        return events;
    }
}
