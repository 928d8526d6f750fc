package dev.tollgate.dialect.chat;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeType;
import dev.tollgate.api.ApiError;
import dev.tollgate.http.JsonBody;
import java.util.Map;

/// A request's `stream_options`: we always ask for the usage chunk, and show it to the caller only if it asked as well.
public final class StreamOptions {
    public static final String NAME = "stream_options";
    private static final String INCLUDE_USAGE = "include_usage";
    private static final byte[] TRUE = "true".getBytes(UTF_8);
    private static final byte[] USAGE_ONLY = "{\"include_usage\":true}".getBytes(UTF_8);

    private StreamOptions() {}

    /// @throws ApiError 400 if they name a member twice
    static void check(JsonBody request) {
        try {
            JsonBody.parse(own(request));
        } catch (JsonBody.Malformed e) {
            throw ApiError.badRequest("malformed_json", NAME + ": " + e.reason(), NAME);
        }
    }

    public static boolean askForUsage(JsonBody request) {
        return request.member(NAME)
                .map(it -> it.path(INCLUDE_USAGE))
                .filter(JsonNode::asBoolean)
                .isPresent();
    }

    /// The options with `include_usage` on, everything else as sent.
    public static byte[] withUsage(JsonBody request) {
        try {
            return JsonBody.parse(own(request)).with(Map.of(INCLUDE_USAGE, TRUE));
        } catch (JsonBody.Malformed e) {
            throw new IllegalStateException("checked when the request was decoded", e);
        }
    }

    private static byte[] own(JsonBody request) {
        return request.type(NAME).filter(type -> type == JsonNodeType.OBJECT).isPresent()
                ? request.raw(NAME).orElse(USAGE_ONLY)
                : USAGE_ONLY;
    }
}
