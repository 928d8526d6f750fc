package dev.tollgate.provider.judges;

import java.util.Map;
import java.util.Optional;

/// Signatures that are knowingly not carried into other languages, by exchange, and why. They still pass in the same language.
final class Gaps {
    private static final String DETAILS = "signatures in reasoning_details of OpenRouter";
    private static final String EXTRA = "signatures in extra_content of Gemini's chat completions";

    private static final Map<String, String> SIGNATURES =
            Map.of(
                    "openrouter:10", DETAILS,
                    "openrouter:13", DETAILS,
                    "openrouter:15", DETAILS,
                    "gemini:55", EXTRA,
                    "gemini:56", EXTRA);

    private Gaps() {}

    static Optional<String> of(Exchange exchange) {
        return Optional.ofNullable(SIGNATURES.get(exchange.provider() + ":" + exchange.line()));
    }
}
