package dev.tollgate.usage;

import java.nio.charset.StandardCharsets;

/// Counts the tokens of a text, as near to the models' own tokenizers as it can.
@FunctionalInterface
public interface TokenCounter {
    long count(String text);

    /// Four bytes of UTF-8 to a token, rounded up: what holds on average for English.
    static TokenCounter byLength() {
        return text -> Math.ceilDiv(text.getBytes(StandardCharsets.UTF_8).length, 4);
    }
}
