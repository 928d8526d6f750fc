package dev.tollgate.testkit.sim.anthropic;

import dev.tollgate.testkit.sim.dialect.Ids;
import java.util.LinkedHashMap;
import java.util.Map;

/// The headers that stand on every reply of Anthropic's: the rate limits are those of buckets that
/// were full before the call. Resets are points in time, in RFC 3339.
final class AnthropicHeaders {

    private static final int REQUESTS = 4_000;
    private static final int INPUT_TOKENS = 2_000_000;
    private static final int OUTPUT_TOKENS = 400_000;
    private static final String RESET = "2030-01-01T00:00:00Z";

    private AnthropicHeaders() {}

    static Map<String, String> of(int promptTokens) {
        var headers = new LinkedHashMap<String, String>();
        headers.put("request-id", Ids.next("req_"));
        headers.put("anthropic-organization-id", "00000000-0000-4000-8000-000000000000");
        bucket(headers, "requests", REQUESTS, 1);
        bucket(headers, "tokens", INPUT_TOKENS + OUTPUT_TOKENS, promptTokens);
        bucket(headers, "input-tokens", INPUT_TOKENS, promptTokens);
        bucket(headers, "output-tokens", OUTPUT_TOKENS, 0);
        return headers;
    }

    private static void bucket(Map<String, String> headers, String what, int limit, int used) {
        var name = "anthropic-ratelimit-" + what;
        headers.put(name + "-limit", String.valueOf(limit));
        headers.put(name + "-remaining", String.valueOf(Math.max(0, limit - used)));
        headers.put(name + "-reset", RESET);
    }
}
