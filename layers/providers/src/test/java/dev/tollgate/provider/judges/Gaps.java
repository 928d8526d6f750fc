package dev.tollgate.provider.judges;

import java.util.Map;
import java.util.Optional;

/// What is knowingly not judged, and why.
///
/// Signatures that are not carried into other languages, by exchange, and why. They still pass in the same language.
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

    /// Exchanges that are not what the provider sends us.
    private static final Map<String, String> NOT_OURS =
            Map.of(
                    "openai:61", "a body that is still compressed",
                    "vertex:19", "a stream that was not asked for with alt=sse");

    private Gaps() {}

    static Optional<String> notOurs(Exchange exchange) {
        return Optional.ofNullable(NOT_OURS.get(exchange.provider() + ":" + exchange.line()));
    }

    static Optional<String> of(Exchange exchange) {
        return Optional.ofNullable(SIGNATURES.get(exchange.provider() + ":" + exchange.line()));
    }
}
