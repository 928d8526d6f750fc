package dev.tollgate.provider.openai;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.databind.JsonNode;
import dev.tollgate.http.JsonBody;
import java.util.Map;

/// A request's `stream_options`: we always ask for the usage chunk, and show it to the caller only if it asked as well.
final class StreamOptions {
    private static final String NAME = "stream_options";
    private static final String INCLUDE_USAGE = "include_usage";
    private static final byte[] TRUE = "true".getBytes(UTF_8);
    private static final byte[] USAGE_ONLY = "{\"include_usage\":true}".getBytes(UTF_8);

    private StreamOptions() {}

    static boolean askForUsage(JsonBody request) {
        return request.member(NAME)
                .map(it -> it.path(INCLUDE_USAGE))
                .filter(JsonNode::asBoolean)
                .isPresent();
    }

    /// The options with `include_usage` on, everything else as sent.
    static byte[] withUsage(JsonBody request) {
        byte[] own =
                request.member(NAME).filter(JsonNode::isObject).isPresent()
                        ? request.raw(NAME).orElse(USAGE_ONLY)
                        : USAGE_ONLY;
        try {
            return JsonBody.parse(own).with(Map.of(INCLUDE_USAGE, TRUE));
        } catch (JsonBody.Malformed e) {
            throw new IllegalStateException("part of a body that was parsed", e);
        }
    }
}
