package dev.tollgate.provider.bedrock;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.tollgate.conversation.Part;
import dev.tollgate.http.Json;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;

/// A block that no other language knows, put together from its pieces as a whole answer would have it: texts are joined, lists go on, objects fill up.
final class ForeignBlock {
    private final ObjectNode whole = Json.object();
    private long size;

    /// How much there is of it, in characters of JSON.
    long size() {
        return size;
    }

    void add(JsonNode piece) {
        size += piece.toString().length();
        piece.properties().forEach(member -> join(whole, member.getKey(), member.getValue()));
    }

    private static void join(ObjectNode into, String name, JsonNode more) {
        JsonNode known = into.path(name);
        if (known.isTextual() && more.isTextual()) {
            into.put(name, known.asText() + more.asText());
        } else if (known instanceof ArrayNode list && more.isArray()) {
            more.forEach(list::add);
        } else if (known instanceof ObjectNode object && more.isObject()) {
            more.properties().forEach(it -> join(object, it.getKey(), it.getValue()));
        } else if (known instanceof ObjectNode object && more.isArray()) {
            join(object, "content", more);
        } else {
            into.set(name, more.deepCopy());
        }
    }

    Part part() {
        String type = whole.fieldNames().hasNext() ? whole.fieldNames().next() : "unknown";
        JsonNode value = whole.path(type);
        if (value instanceof ObjectNode object && value.path("input").isTextual()) {
            object.set("input", parsed(value.path("input")));
        }
        return ConverseAnswer.foreign(type, value);
    }

    /// A call's arguments stream in as text.
    private static JsonNode parsed(JsonNode input) {
        try {
            return Json.tree(input.asText().getBytes(StandardCharsets.UTF_8));
        } catch (UncheckedIOException _) {
            return input;
        }
    }
}
