package dev.tollgate.api;

import dev.tollgate.http.Headers;
import dev.tollgate.routing.Attempt;
import dev.tollgate.routing.Failure;
import dev.tollgate.routing.Failure.Words;
import java.util.List;
import java.util.stream.Collectors;

/// What a caller is told when nothing is left to try.
///
/// What the call itself brought about keeps the provider's status; everything else is 502, 503 or 504 and lists
/// the cause of each attempt. `x-should-retry: false` keeps SDKs from multiplying what we have already retried.
public final class Exhausted {
    private static final Headers NO_RETRY = Headers.of("x-should-retry", "false");

    private Exhausted() {}

    /// @param language the caller's, in which a provider's own error may be handed on as it is
    public static ApiError error(Failure failure, List<Attempt> attempts, String language) {
        ApiError error =
                switch (failure.kind()) {
                    case BAD_REQUEST, CONTEXT_LENGTH, CONTENT_POLICY -> refused(failure, language);
                    case RATE_LIMITED, OVERLOADED, QUOTA -> behindUs(503, failure, attempts);
                    case TIMEOUT -> behindUs(504, failure, attempts);
                    case SERVER_ERROR, AUTH, NOT_FOUND -> behindUs(502, failure, attempts);
                };
        return error.with(NO_RETRY)
                .with(failure.retryAfter().map(ApiError::retryAfter).orElse(Headers.none()));
    }

    /// What stands in a stream that broke after its first token.
    public static ApiError cut(Failure failure) {
        return ApiError.server(
                502,
                "upstream_" + failure.kind().written(),
                "The stream was cut before its end: " + failure.message());
    }

    /// The provider's verdict on the call itself, in the provider's own words.
    private static ApiError refused(Failure failure, String language) {
        Words words = failure.words();
        int status = failure.status() >= 400 && failure.status() < 500 ? failure.status() : 400;
        String code =
                switch (failure.kind()) {
                    case CONTEXT_LENGTH -> "context_length_exceeded";
                    case CONTENT_POLICY -> "content_policy_violation";
                    default -> failure.wasNeverSent() ? "invalid_request" : "upstream_refused";
                };
        return new ApiError(
                        status,
                        "invalid_request_error",
                        code,
                        words.text().isEmpty() ? failure.message() : words.text(),
                        words.param(),
                        Headers.none())
                .withBody(words.language().equals(language) ? words.body() : new byte[0]);
    }

    private static ApiError behindUs(int status, Failure failure, List<Attempt> attempts) {
        String causes =
                attempts.stream()
                        .flatMap(attempt ->
                                attempt.failure().stream().map(c -> describe(attempt, c)))
                        .collect(Collectors.joining("; "));
        return ApiError.server(
                status,
                "upstream_" + failure.kind().written(),
                "No target answered. " + (causes.isEmpty() ? failure.message() : causes));
    }

    private static String describe(Attempt attempt, Attempt.Cause cause) {
        return "%s: %s (%s, after %d ms)"
                .formatted(
                        attempt.target(),
                        cause.kind().written(),
                        cause.message(),
                        attempt.took().toMillis());
    }
}
