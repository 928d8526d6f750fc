package dev.tollgate.testkit.pipeline;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.util.HashMap;
import java.util.Map;

/// What a caller asks.
///
/// @param leavesAfterPieces after so many pieces of the reply it is gone
record Ask(
        String alias,
        String text,
        int maxTokens,
        boolean streamed,
        Map<String, String> headers,
        int leavesAfterPieces) {

    Ask of(String other) {
        return new Ask(other, text, maxTokens, streamed, headers, leavesAfterPieces);
    }

    Ask upTo(int tokens) {
        return new Ask(alias, text, tokens, streamed, headers, leavesAfterPieces);
    }

    Ask streaming() {
        return new Ask(alias, text, maxTokens, true, headers, leavesAfterPieces);
    }

    Ask with(String name, String value) {
        Map<String, String> all = new HashMap<>(headers);
        all.put(name, value);
        return new Ask(alias, text, maxTokens, streamed, all, leavesAfterPieces);
    }

    Ask once(String key) {
        return with("idempotency-key", key);
    }

    Ask leavingAfter(int pieces) {
        return new Ask(alias, text, maxTokens, streamed, headers, pieces);
    }

    byte[] body() {
        return """
        {"model": "%s", "text": "%s", "max_tokens": %d, "stream": %b}
        """
                .formatted(alias, text, maxTokens, streamed)
                .getBytes(UTF_8);
    }
}
