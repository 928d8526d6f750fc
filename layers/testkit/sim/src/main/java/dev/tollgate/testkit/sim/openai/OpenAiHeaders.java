package dev.tollgate.testkit.sim.openai;

import dev.tollgate.testkit.sim.dialect.Ids;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;

/// The headers that stand on every reply of OpenAI's.
///
/// The rate limits are those of two buckets that were full before the call and refill within a
/// minute.
final class OpenAiHeaders {

    private static final int REQUESTS_PER_MINUTE = 10_000;
    private static final int TOKENS_PER_MINUTE = 2_000_000;

    private OpenAiHeaders() {}

    static Map<String, String> of(Duration took, int promptTokens) {
        var headers = new LinkedHashMap<String, String>();
        headers.put("x-request-id", Ids.next("req_"));
        headers.put("openai-version", "2020-10-01");
        headers.put("openai-processing-ms", String.valueOf(took.toMillis()));
        bucket(headers, "requests", REQUESTS_PER_MINUTE, 1);
        bucket(headers, "tokens", TOKENS_PER_MINUTE, promptTokens);
        return headers;
    }

    private static void bucket(Map<String, String> headers, String what, int limit, int used) {
        headers.put("x-ratelimit-limit-" + what, String.valueOf(limit));
        headers.put("x-ratelimit-remaining-" + what, String.valueOf(Math.max(0, limit - used)));
        headers.put("x-ratelimit-reset-" + what, used * 60_000L / limit + "ms");
    }
}
