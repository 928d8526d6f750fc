package dev.tollgate.api;

import dev.tollgate.http.Headers;
import java.time.Duration;
import java.util.Optional;

/// Our refusal of a call. The caller's dialect turns it into an error envelope, in one place.
///
/// Statuses, types and codes follow OpenAI's error reference where it has one; messages never show a secret.
public final class ApiError extends RuntimeException {
    private static final long serialVersionUID = 1L;
    private static final byte[] NO_BODY = {};
    private static final int MAX_QUOTED = 128;

    private final int status;
    private final String type;
    private final String code;
    private final transient Optional<String> param;
    private final transient Headers headers;
    private final byte[] body;

    public ApiError(
            int status,
            String type,
            String code,
            String message,
            Optional<String> param,
            Headers headers) {
        this(status, type, code, message, param, headers, NO_BODY);
    }

    private ApiError(
            int status,
            String type,
            String code,
            String message,
            Optional<String> param,
            Headers headers,
            byte[] body) {
        super(message, null, false, false);
        this.status = status;
        this.type = type;
        this.code = code;
        this.param = param;
        this.headers = headers;
        this.body = body;
    }

    public int status() {
        return status;
    }

    /// The class of the error, such as `invalid_request_error`.
    public String type() {
        return type;
    }

    /// What exactly is wrong, such as `model_not_found`.
    public String code() {
        return code;
    }

    /// The place in the request, such as `messages[2].content`, if there is one.
    public Optional<String> param() {
        return param;
    }

    /// Sent with the error, beside those that every reply has.
    public Headers headers() {
        return headers;
    }

    /// The provider's own error, if it speaks the caller's dialect: then it is what the caller gets. Else empty.
    public byte[] body() {
        return body;
    }

    public String message() {
        return String.valueOf(getMessage());
    }

    public static ApiError unauthenticated(String message) {
        return invalid(401, "invalid_api_key", message)
                .with(Headers.of("www-authenticate", "Bearer"));
    }

    public static ApiError forbidden(String message) {
        return new ApiError(
                403,
                "permission_error",
                "permission_denied",
                message,
                Optional.empty(),
                Headers.none());
    }

    public static ApiError aliasForbidden(String alias) {
        return new ApiError(
                403,
                "permission_error",
                "model_not_allowed",
                "This key may not call the model '" + quotable(alias) + "'.",
                Optional.of("model"),
                Headers.none());
    }

    public static ApiError unknownAlias(String alias) {
        return new ApiError(
                404,
                "invalid_request_error",
                "model_not_found",
                "The model '"
                        + quotable(alias)
                        + "' does not exist; GET /v1/models lists those that do.",
                Optional.of("model"),
                Headers.none());
    }

    public static ApiError badRequest(String code, String message, String param) {
        return new ApiError(
                400, "invalid_request_error", code, message, Optional.of(param), Headers.none());
    }

    public static ApiError malformed(String message) {
        return invalid(400, "malformed_json", message);
    }

    public static ApiError notFound(String message) {
        return invalid(404, "not_found", message);
    }

    public static ApiError methodNotAllowed(String message, String allowed) {
        return invalid(405, "method_not_allowed", message).with(Headers.of("allow", allowed));
    }

    public static ApiError bodyTooLarge(int maxBytes) {
        return invalid(413, "request_too_large", "The body is larger than " + maxBytes + " bytes.");
    }

    public static ApiError unsupportedMediaType(String message) {
        return invalid(415, "unsupported_media_type", message);
    }

    public static ApiError conflict(String message) {
        return invalid(409, "conflict", message);
    }

    public static ApiError unavailable(String message, Duration retryAfter) {
        return server(503, "service_unavailable", message).with(retryAfter(retryAfter));
    }

    /// A limit of ours has no room.
    ///
    /// @param type what there is too much of, as OpenAI says it: `requests`, `tokens`, `insufficient_quota`
    public static ApiError tooMuch(String type, String code, String message) {
        return new ApiError(429, type, code, message, Optional.empty(), Headers.none());
    }

    /// The idempotency key stands for another request.
    public static ApiError keyReused() {
        return new ApiError(
                422,
                "invalid_request_error",
                "idempotency_key_reused",
                "This idempotency-key was sent with another request.",
                Optional.of("idempotency-key"),
                Headers.none());
    }

    /// The same request is under way, or its answer can't be given again.
    public static ApiError sentBefore(String code, String message, Duration retryAfter) {
        return invalid(409, code, message).with(retryAfter(retryAfter));
    }

    /// When to come back, in whole seconds, and exactly.
    public static Headers retryAfter(Duration wait) {
        return Headers.of("retry-after", Long.toString(Math.ceilDiv(wait.toMillis(), 1_000L)))
                .with("retry-after-ms", Long.toString(wait.toMillis()));
    }

    public static ApiError internal() {
        return server(500, "internal_error", "Something went wrong on our side.");
    }

    /// An error of ours or of the providers behind us.
    public static ApiError server(int status, String code, String message) {
        return new ApiError(
                status, "server_error", code, message, Optional.empty(), Headers.none());
    }

    public ApiError with(Headers more) {
        return new ApiError(status, type, code, message(), param, headers.with(more), body);
    }

    public ApiError withBody(byte[] own) {
        return new ApiError(status, type, code, message(), param, headers, own);
    }

    /// A caller's own text as an error may repeat it: short, and on one line.
    private static String quotable(String text) {
        String start = text.length() <= MAX_QUOTED ? text : text.substring(0, MAX_QUOTED) + "…";
        return start.replaceAll("\\p{Cntrl}", "?");
    }

    private static ApiError invalid(int status, String code, String message) {
        return new ApiError(
                status, "invalid_request_error", code, message, Optional.empty(), Headers.none());
    }
}
