package dev.tollgate.testkit.sim.azure;

import dev.tollgate.testkit.sim.dialect.Ids;
import java.util.LinkedHashMap;
import java.util.Map;

/// The headers that stand on every reply of Azure's. Its limits renew after a fixed period in
/// seconds.
final class AzureHeaders {

    private static final int REQUESTS = 2_500;
    private static final int TOKENS = 2_500_000;
    private static final int PERIOD_SECONDS = 60;

    private AzureHeaders() {}

    static Map<String, String> of(int promptTokens) {
        var headers = new LinkedHashMap<String, String>();
        headers.put("apim-request-id", Ids.next(""));
        headers.put("x-request-id", Ids.next(""));
        headers.put("x-ms-region", "Sweden Central");
        headers.put("x-ratelimit-abusepenalty-active", "False");
        bucket(headers, "requests", REQUESTS, 1);
        bucket(headers, "tokens", TOKENS, promptTokens);
        return headers;
    }

    private static void bucket(Map<String, String> headers, String what, int limit, int used) {
        headers.put("x-ratelimit-limit-" + what, String.valueOf(limit));
        headers.put("x-ratelimit-remaining-" + what, String.valueOf(Math.max(0, limit - used)));
        headers.put("x-ratelimit-renewalperiod-" + what, String.valueOf(PERIOD_SECONDS));
        headers.put("x-ratelimit-reset-" + what, "0");
    }
}
