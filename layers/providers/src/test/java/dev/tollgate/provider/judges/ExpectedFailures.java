package dev.tollgate.provider.judges;

import dev.tollgate.http.Json;
import dev.tollgate.routing.Failure.Kind;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/// What each recorded failure is, by hand from PROVIDERS.md, 2.2. The first row that fits holds.
final class ExpectedFailures {
    /// @param provider empty for any
    /// @param words in the body, or in the header that names an error; empty for any
    record Row(String provider, int status, String words, Kind kind) {
        boolean fits(Exchange exchange) {
            String said = exchange.text() + exchange.headers().first("x-amzn-errortype").orElse("");
            return (provider.isEmpty() || provider.equals(exchange.provider()))
                    && status == exchange.status()
                    && said.contains(words);
        }
    }

    static final List<Row> ROWS =
            List.of(
                    new Row("azure", 200, "\"content_filter\",", Kind.CONTENT_POLICY),
                    new Row("azure", 429, "RateLimitReached", Kind.RATE_LIMITED),
                    new Row("azure", 404, "DeploymentNotFound", Kind.NOT_FOUND),
                    new Row("openai", 400, "context_length_exceeded", Kind.CONTEXT_LENGTH),
                    new Row("openai", 400, "model_not_found", Kind.NOT_FOUND),
                    new Row("openai", 404, "model_not_found", Kind.NOT_FOUND),
                    new Row("openai", 400, "invalid_request_error", Kind.BAD_REQUEST),
                    new Row("openai", 401, "invalid_api_key", Kind.AUTH),
                    new Row("azure", 401, "\"401\"", Kind.AUTH),
                    new Row("deepseek", 400, "maximum context length", Kind.CONTEXT_LENGTH),
                    new Row("deepseek", 401, "authentication_error", Kind.AUTH),
                    new Row("groq", 400, "tool_use_failed", Kind.BAD_REQUEST),
                    new Row("groq", 404, "model_not_found", Kind.NOT_FOUND),
                    new Row("mistral", 401, "\"detail\"", Kind.AUTH),
                    new Row("openrouter", 429, "Provider returned error", Kind.RATE_LIMITED),
                    new Row("perplexity", 401, "invalid_api_key", Kind.AUTH),
                    new Row("anthropic", 400, "invalid_request_error", Kind.BAD_REQUEST),
                    new Row("anthropic", 401, "authentication_error", Kind.AUTH),
                    new Row("anthropic", 404, "not_found_error", Kind.NOT_FOUND),
                    new Row("gemini", 400, "API_KEY_INVALID", Kind.AUTH),
                    new Row("gemini", 404, "NOT_FOUND", Kind.NOT_FOUND),
                    new Row("gemini", 429, "PerMinute", Kind.RATE_LIMITED),
                    new Row("vertex", 400, "exceeds the maximum number", Kind.CONTEXT_LENGTH),
                    new Row("vertex", 400, "INVALID_ARGUMENT", Kind.BAD_REQUEST),
                    new Row("vertex", 401, "UNAUTHENTICATED", Kind.AUTH),
                    new Row("vertex", 404, "NOT_FOUND", Kind.NOT_FOUND),
                    new Row("vertex", 200, "MODEL_ARMOR", Kind.CONTENT_POLICY),
                    new Row("bedrock", 400, "Input Tokens Exceeded", Kind.CONTEXT_LENGTH),
                    new Row("bedrock", 400, "model identifier is invalid", Kind.NOT_FOUND),
                    new Row("bedrock", 400, "", Kind.BAD_REQUEST),
                    new Row("bedrock", 403, "UnrecognizedClientException", Kind.AUTH));

    private ExpectedFailures() {}

    /// Empty if the exchange is no failure.
    static Optional<Kind> of(Exchange exchange) {
        if (exchange.status() == 200 && !isError(exchange)) {
            return Optional.empty();
        }
        for (Row row : ROWS) {
            if (row.fits(exchange)) {
                return Optional.of(row.kind());
            }
        }
        throw new AssertionError("no row says what this is: " + exchange + " " + exchange.text());
    }

    private static boolean isError(Exchange exchange) {
        return !exchange.streamed()
                && exchange.text().startsWith("{")
                && (Json.tree(exchange.body()).path("error").isObject()
                        || Json.tree(exchange.body()).at("/promptFeedback").has("blockReason"));
    }

    /// Rows that fit none of the exchanges first.
    static Set<Row> unused(List<Exchange> exchanges) {
        Set<Row> unused = new LinkedHashSet<>(ROWS);
        for (Exchange exchange : exchanges) {
            if (exchange.status() != 200 || isError(exchange)) {
                ROWS.stream().filter(it -> it.fits(exchange)).findFirst().ifPresent(unused::remove);
            }
        }
        return unused;
    }
}
