package dev.tollgate.testkit.sim.dialect;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.BooleanNode;
import com.fasterxml.jackson.databind.node.IntNode;
import com.fasterxml.jackson.databind.node.NullNode;
import com.fasterxml.jackson.databind.node.TextNode;

/// A value that follows a JSON schema and is derived from a text: an object has every property of
/// its schema, an array one item, a string the beginning of the text, a number the text's tokens.
///
/// Follows `enum`, `const`, `minimum`, `maximum`, `anyOf`, `oneOf`, `allOf` (the first) and local
/// `$ref`; what lies deeper than eight levels is null, so that a recursive schema has an end.
public record SchemaValue(JsonNode root, String text) {

    /// What a JSON answer without a schema looks like.
    public static final JsonNode ANSWER_OBJECT = answerObject();

    private static final int MAX_DEPTH = 8;
    private static final int STRING_TOKENS = 16;

    /// The value as JSON text.
    public static String json(JsonNode schema, String text) {
        return new SchemaValue(schema, text).value(schema, "object", 0).toString();
    }

    private JsonNode value(JsonNode schema, String defaultType, int depth) {
        if (depth > MAX_DEPTH) {
            return NullNode.getInstance();
        }
        if (schema.has("const")) {
            return schema.path("const");
        }
        if (schema.path("enum").has(0)) {
            return schema.path("enum").path(0);
        }
        var ref = schema.path("$ref").asText();
        if (ref.startsWith("#")) {
            return value(root.at(ref.substring(1)), defaultType, depth + 1);
        }
        for (var union : new String[] {"anyOf", "oneOf", "allOf"}) {
            if (schema.path(union).has(0)) {
                return value(schema.path(union).path(0), defaultType, depth + 1);
            }
        }
        return switch (type(schema, defaultType)) {
            case "object" -> object(schema, depth);
            case "array" ->
                    Json.MAPPER
                            .createArrayNode()
                            .add(value(schema.path("items"), "string", depth + 1));
            case "integer", "number" -> IntNode.valueOf(number(schema));
            case "boolean" -> BooleanNode.TRUE;
            case "null" -> NullNode.getInstance();
            default -> TextNode.valueOf(Tokens.first(STRING_TOKENS, text));
        };
    }

    private JsonNode object(JsonNode schema, int depth) {
        var object = Json.object();
        for (var property : schema.path("properties").properties()) {
            object.set(property.getKey(), value(property.getValue(), "string", depth + 1));
        }
        return object;
    }

    private int number(JsonNode schema) {
        int least = Math.max(schema.path("minimum").asInt(Integer.MIN_VALUE), Tokens.count(text));
        return Math.min(schema.path("maximum").asInt(Integer.MAX_VALUE), least);
    }

    private static String type(JsonNode schema, String defaultType) {
        var type =
                schema.path("type").isArray() ? schema.path("type").path(0) : schema.path("type");
        return type.asText(schema.has("properties") ? "object" : defaultType);
    }

    private static JsonNode answerObject() {
        var schema = Json.object();
        schema.putObject("properties").putObject("answer").put("type", "string");
        return schema;
    }
}
