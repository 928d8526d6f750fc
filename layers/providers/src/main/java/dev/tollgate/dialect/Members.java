package dev.tollgate.dialect;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeType;
import com.fasterxml.jackson.databind.node.MissingNode;
import dev.tollgate.api.ApiError;
import dev.tollgate.http.JsonBody;
import java.util.Arrays;
import java.util.Locale;
import java.util.stream.Collectors;

/// The members of a request that the gateway itself reads, checked before anything else happens. Refusals are worded as OpenAI's.
public final class Members {
    private Members() {}

    /// @throws ApiError 400 if it is missing, or of none of the types
    public static void require(JsonBody body, String name, JsonNodeType... types) {
        if (!body.has(name)) {
            throw ApiError.badRequest(
                    "missing_required_parameter",
                    "Missing required parameter: '" + name + "'.",
                    name);
        }
        check(body, name, types);
    }

    /// @throws ApiError 400 if it is there, and neither of the type nor null
    public static void allow(JsonBody body, String name, JsonNodeType type) {
        if (body.has(name)) {
            check(body, name, type, JsonNodeType.NULL);
        }
    }

    /// Missing if it is not there.
    public static JsonNode value(JsonBody body, String name) {
        return body.member(name).orElse(MissingNode.getInstance());
    }

    private static void check(JsonBody body, String name, JsonNodeType... types) {
        JsonNodeType type = body.type(name).orElse(JsonNodeType.MISSING);
        if (!Arrays.asList(types).contains(type)) {
            throw ApiError.badRequest(
                    "invalid_type",
                    "Invalid type for '%s': need %s, got %s."
                            .formatted(
                                    name,
                                    Arrays.stream(types)
                                            .map(Members::word)
                                            .collect(Collectors.joining(" or ")),
                                    word(type)),
                    name);
        }
    }

    private static String word(JsonNodeType type) {
        return type.name().toLowerCase(Locale.ROOT);
    }
}
