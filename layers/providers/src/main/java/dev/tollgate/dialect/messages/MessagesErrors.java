package dev.tollgate.dialect.messages;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.tollgate.api.ApiError;
import dev.tollgate.http.Json;

/// Refusals in Anthropic's envelope. Source: Claude API reference, errors.
final class MessagesErrors {
    private MessagesErrors() {}

    static ObjectNode envelope(ApiError error) {
        ObjectNode envelope = Json.object().put("type", "error");
        envelope.putObject("error").put("type", type(error)).put("message", error.message());
        return envelope.put("request_id", error.headers().first("request-id").orElse(null));
    }

    /// A stream that broke has a code of its own, for every break the same status.
    private static String type(ApiError error) {
        return switch (error.code()) {
            case "upstream_overloaded" -> "overloaded_error";
            case "upstream_timeout" -> "timeout_error";
            default -> type(error.status());
        };
    }

    private static String type(int status) {
        return switch (status) {
            case 401 -> "authentication_error";
            case 402 -> "billing_error";
            case 403 -> "permission_error";
            case 404 -> "not_found_error";
            case 413 -> "request_too_large";
            case 429 -> "rate_limit_error";
            case 503, 529 -> "overloaded_error";
            case 504 -> "timeout_error";
            default -> status < 500 ? "invalid_request_error" : "api_error";
        };
    }

    /// A field that is wrong, in the words that Anthropic has for it.
    static ApiError field(String name, String what) {
        return ApiError.badRequest("invalid_field", name + ": " + what, name);
    }
}
