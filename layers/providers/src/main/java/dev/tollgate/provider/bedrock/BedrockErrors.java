package dev.tollgate.provider.bedrock;

import com.fasterxml.jackson.databind.JsonNode;
import dev.tollgate.http.Headers;
import dev.tollgate.http.Json;
import dev.tollgate.provider.wire.RetryAfter;
import dev.tollgate.provider.wire.Tongue;
import dev.tollgate.routing.Failure;
import dev.tollgate.routing.Failure.Kind;
import dev.tollgate.routing.Failure.Remedy;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/// What an error of Bedrock means: a table. Its type decides, which stands in a header, in a frame or in the body; then the status. Words are asked last, and only where the type is `ValidationException` or none.
final class BedrockErrors {
    private static final Map<String, Kind> BY_TYPE =
            Map.ofEntries(
                    Map.entry("throttlingexception", Kind.RATE_LIMITED),
                    Map.entry("toomanyrequestsexception", Kind.RATE_LIMITED),
                    Map.entry("modelnotreadyexception", Kind.RATE_LIMITED),
                    Map.entry("servicequotaexceededexception", Kind.QUOTA),
                    Map.entry("serviceunavailableexception", Kind.OVERLOADED),
                    Map.entry("internalserverexception", Kind.SERVER_ERROR),
                    Map.entry("internalfailure", Kind.SERVER_ERROR),
                    Map.entry("modelerrorexception", Kind.SERVER_ERROR),
                    Map.entry("modelstreamerrorexception", Kind.SERVER_ERROR),
                    Map.entry("modeltimeoutexception", Kind.TIMEOUT),
                    Map.entry("unrecognizedclientexception", Kind.AUTH),
                    Map.entry("expiredtoken", Kind.AUTH),
                    Map.entry("expiredtokenexception", Kind.AUTH),
                    Map.entry("accessdeniedexception", Kind.AUTH),
                    Map.entry("invalidsignatureexception", Kind.AUTH),
                    Map.entry("incompletesignature", Kind.AUTH),
                    Map.entry("missingauthenticationtoken", Kind.AUTH),
                    Map.entry("missingauthenticationtokenexception", Kind.AUTH),
                    Map.entry("resourcenotfoundexception", Kind.NOT_FOUND),
                    Map.entry("unknownoperationexception", Kind.NOT_FOUND),
                    Map.entry("validationexception", Kind.BAD_REQUEST));

    /// What a request can be at fault of beside its form.
    private static final Map<String, Kind> BY_WORDS =
            Map.of(
                    "input tokens exceeded", Kind.CONTEXT_LENGTH,
                    "exceeds maximum length", Kind.CONTEXT_LENGTH,
                    "input is too long", Kind.CONTEXT_LENGTH,
                    "prompt is too long", Kind.CONTEXT_LENGTH,
                    "exceed context limit", Kind.CONTEXT_LENGTH,
                    "maximum context length", Kind.CONTEXT_LENGTH,
                    "model identifier is invalid", Kind.NOT_FOUND,
                    "on-demand throughput isn", Kind.NOT_FOUND);

    private static final List<String> MALFORMED =
            List.of("malformed_model_output", "malformed_tool_use");

    private BedrockErrors() {}

    static Failure classify(int status, Headers headers, byte[] body) {
        JsonNode error = tree(body);
        String stated = headers.first("x-amzn-errortype").orElse(error.path("__type").asText(""));
        return failure(status, stated, RetryAfter.of(headers), error, body);
    }

    /// @param type as the frame has it: `throttlingException`
    static Failure inStream(String type, byte[] payload) {
        return failure(200, type, Optional.empty(), tree(payload), payload);
    }

    /// An answer whose form the model got wrong, and what Bedrock says, with status 200, to an operation that it does not know.
    static Optional<Failure> failureIn(JsonNode answer) {
        String reason = answer.path("stopReason").asText("");
        if (MALFORMED.contains(reason)) {
            return Optional.of(Failure.of(Kind.SERVER_ERROR, "stop reason " + reason));
        }
        String type = answer.path("Output").path("__type").asText("");
        return type.isEmpty()
                ? Optional.empty()
                : Optional.of(failure(200, type, Optional.empty(), answer, Json.bytes(answer)));
    }

    private static Failure failure(
            int status, String stated, Optional<Duration> retryAfter, JsonNode error, byte[] body) {
        String type = bare(stated);
        String message = error.path("message").asText(error.path("Message").asText(""));
        Kind kind = kind(status, type.toLowerCase(Locale.ROOT), message.toLowerCase(Locale.ROOT));
        boolean untilTomorrow =
                kind == Kind.RATE_LIMITED && message.toLowerCase(Locale.ROOT).contains("per day");
        return new Failure(
                kind,
                untilTomorrow ? Remedy.NEXT_TARGET : kind.remedy(),
                status,
                "status " + status + (type.isEmpty() ? "" : " " + type),
                retryAfter,
                new Failure.Words(Tongue.BEDROCK.written(), message, body));
    }

    private static Kind kind(int status, String type, String message) {
        Kind known = BY_TYPE.getOrDefault(type, byStatus(status));
        if (known != Kind.BAD_REQUEST) {
            return known;
        }
        return BY_WORDS.entrySet().stream()
                .filter(row -> message.contains(row.getKey()))
                .map(Map.Entry::getValue)
                .findFirst()
                .orElse(known);
    }

    private static Kind byStatus(int status) {
        return switch (status) {
            case 401, 403 -> Kind.AUTH;
            case 404 -> Kind.NOT_FOUND;
            case 408, 504 -> Kind.TIMEOUT;
            case 424 -> Kind.SERVER_ERROR;
            case 429 -> Kind.RATE_LIMITED;
            case 503, 529 -> Kind.OVERLOADED;
            default -> status >= 400 && status < 500 ? Kind.BAD_REQUEST : Kind.SERVER_ERROR;
        };
    }

    /// `ValidationException` of `ValidationException:http://...` and of `com.amazon.coral.service#ValidationException`; nothing of what is no name.
    private static String bare(String stated) {
        String type = stated.split(":", 2)[0];
        String name = type.substring(type.indexOf('#') + 1).strip();
        return name.matches("[A-Za-z]{1,64}") ? name : "";
    }

    private static JsonNode tree(byte[] body) {
        try {
            return Json.tree(body);
        } catch (UncheckedIOException _) {
            // an HTML page of a proxy, or a body that was cut: type and status alone speak
            return Json.object();
        }
    }
}
