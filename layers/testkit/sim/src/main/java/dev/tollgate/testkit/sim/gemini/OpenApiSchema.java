package dev.tollgate.testkit.sim.gemini;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.tollgate.testkit.sim.dialect.Json;
import java.util.Locale;
import java.util.Set;

/// Google's subset of OpenAPI's schemas, whose types are in capitals and which knows no other
/// keywords.
///
/// @see <a href="https://ai.google.dev/api/caching#Schema">Schema</a>
final class OpenApiSchema {

    private static final int MAX_DEPTH = 32;
    private static final Set<String> KEYWORDS =
            Set.of(
                    "type",
                    "format",
                    "title",
                    "description",
                    "nullable",
                    "enum",
                    "maxItems",
                    "minItems",
                    "properties",
                    "required",
                    "minProperties",
                    "maxProperties",
                    "minLength",
                    "maxLength",
                    "pattern",
                    "example",
                    "anyOf",
                    "propertyOrdering",
                    "default",
                    "items",
                    "minimum",
                    "maximum");

    private OpenApiSchema() {}

    /// The JSON schema of one, or an empty one if there is none.
    static JsonNode checked(JsonNode schema) {
        return schema.isObject() ? lowered(schema) : Json.object();
    }

    static JsonNode lowered(JsonNode schema) {
        return lowered(schema, 0);
    }

    private static ObjectNode lowered(JsonNode schema, int depth) {
        if (depth > MAX_DEPTH) {
            throw Proto.wrong("The schema is nested too deeply.");
        }
        Proto.check(schema, "schema", KEYWORDS);
        var lowered = Json.object();
        for (var keyword : schema.properties()) {
            var value = keyword.getValue();
            lowered.set(
                    keyword.getKey(),
                    switch (keyword.getKey()) {
                        case "type" -> Json.text(value.asText().toLowerCase(Locale.ROOT));
                        case "items" -> lowered(value, depth + 1);
                        case "properties" -> {
                            var properties = Json.object();
                            value.properties()
                                    .forEach(property ->
                                            properties.set(
                                                    property.getKey(),
                                                    lowered(property.getValue(), depth + 1)));
                            yield properties;
                        }
                        case "anyOf", "any_of" -> {
                            var options = Json.array();
                            value.forEach(option -> options.add(lowered(option, depth + 1)));
                            yield options;
                        }
                        default -> value;
                    });
        }
        return lowered;
    }
}
