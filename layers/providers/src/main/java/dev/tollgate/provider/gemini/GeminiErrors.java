package dev.tollgate.provider.gemini;

import com.fasterxml.jackson.databind.JsonNode;
import dev.tollgate.http.Headers;
import dev.tollgate.http.Json;
import dev.tollgate.provider.wire.RetryAfter;
import dev.tollgate.provider.wire.Tongue;
import dev.tollgate.routing.Failure;
import dev.tollgate.routing.Failure.Kind;
import dev.tollgate.routing.Failure.Remedy;
import java.io.UncheckedIOException;
import java.math.BigDecimal;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.StreamSupport;

/// What an error of Gemini, or of Vertex AI, means: a table. The quota that was hit decides, then the reason in the details, then the code by name,
/// then the HTTP status, and a message's words last of all. Source: google.rpc.Code, google.api.ErrorReason.
final class GeminiErrors {
    private static final Map<String, Kind> BY_REASON =
            Map.ofEntries(
                    Map.entry("API_KEY_INVALID", Kind.AUTH),
                    Map.entry("API_KEY_SERVICE_BLOCKED", Kind.AUTH),
                    Map.entry("API_KEY_HTTP_REFERRER_BLOCKED", Kind.AUTH),
                    Map.entry("API_KEY_IP_ADDRESS_BLOCKED", Kind.AUTH),
                    Map.entry("CREDENTIALS_MISSING", Kind.AUTH),
                    Map.entry("ACCESS_TOKEN_EXPIRED", Kind.AUTH),
                    Map.entry("ACCESS_TOKEN_SCOPE_INSUFFICIENT", Kind.AUTH),
                    Map.entry("ACCESS_TOKEN_TYPE_UNSUPPORTED", Kind.AUTH),
                    Map.entry("ACCOUNT_STATE_INVALID", Kind.AUTH),
                    Map.entry("IAM_PERMISSION_DENIED", Kind.AUTH),
                    Map.entry("SERVICE_DISABLED", Kind.AUTH),
                    Map.entry("CONSUMER_INVALID", Kind.AUTH),
                    Map.entry("CONSUMER_SUSPENDED", Kind.AUTH),
                    Map.entry("BILLING_DISABLED", Kind.QUOTA),
                    Map.entry("RESOURCE_QUOTA_EXCEEDED", Kind.QUOTA),
                    Map.entry("RATE_LIMIT_EXCEEDED", Kind.RATE_LIMITED));

    private static final Map<String, Kind> BY_CODE =
            Map.ofEntries(
                    Map.entry("RESOURCE_EXHAUSTED", Kind.RATE_LIMITED),
                    Map.entry("UNAVAILABLE", Kind.OVERLOADED),
                    Map.entry("INTERNAL", Kind.SERVER_ERROR),
                    Map.entry("UNKNOWN", Kind.SERVER_ERROR),
                    Map.entry("DATA_LOSS", Kind.SERVER_ERROR),
                    Map.entry("ABORTED", Kind.SERVER_ERROR),
                    Map.entry("DEADLINE_EXCEEDED", Kind.TIMEOUT),
                    Map.entry("CANCELLED", Kind.TIMEOUT),
                    Map.entry("UNAUTHENTICATED", Kind.AUTH),
                    Map.entry("PERMISSION_DENIED", Kind.AUTH),
                    Map.entry("NOT_FOUND", Kind.NOT_FOUND),
                    Map.entry("INVALID_ARGUMENT", Kind.BAD_REQUEST),
                    Map.entry("FAILED_PRECONDITION", Kind.BAD_REQUEST),
                    Map.entry("OUT_OF_RANGE", Kind.BAD_REQUEST),
                    Map.entry("UNIMPLEMENTED", Kind.BAD_REQUEST));

    /// Words of a bad request's message, where Google has no code for what is bad.
    private static final Map<String, Kind> BY_WORDS =
            Map.of(
                    "input token count", Kind.CONTEXT_LENGTH,
                    "exceeds the maximum number of tokens", Kind.CONTEXT_LENGTH,
                    "api key not valid", Kind.AUTH,
                    "api key expired", Kind.AUTH);

    private static final BigDecimal LONGEST_SECONDS = BigDecimal.valueOf(86_400);

    private GeminiErrors() {}

    /// What is wrong with an answer, or a chunk of one, that came with status 200.
    static Optional<Failure> in(JsonNode answer) {
        if (answer.path("error").isObject()) {
            int status = answer.path("error").path("code").asInt(200);
            return Optional.of(classify(status, Headers.none(), Json.bytes(answer)));
        }
        JsonNode candidate = answer.path("candidates").path(0);
        JsonNode blocked = answer.path("promptFeedback");
        return candidate.isMissingNode() && blocked.hasNonNull("blockReason")
                ? Optional.of(blocked(blocked))
                : FinishReasons.failure(candidate);
    }

    private static Failure blocked(JsonNode feedback) {
        Kind kind = Kind.CONTENT_POLICY;
        String message = ("the prompt was blocked " + word(feedback.path("blockReason"))).strip();
        String text = feedback.path("blockReasonMessage").asText();
        return new Failure(
                kind,
                kind.remedy(),
                200,
                message,
                Optional.empty(),
                new Failure.Words(Tongue.GEMINI.written(), text, new byte[0]));
    }

    static Failure classify(int status, Headers headers, byte[] body) {
        JsonNode error = errorIn(body);
        Kind kind = kind(status, error);
        boolean ours = error.path("status").asText().equals("FAILED_PRECONDITION");
        return new Failure(
                kind,
                ours ? Remedy.NEXT_TARGET : kind.remedy(),
                status,
                describe(status, error),
                retryDelay(error).or(() -> RetryAfter.of(headers)),
                new Failure.Words(
                        Tongue.GEMINI.written(),
                        error.path("message").asText(),
                        error.has("status") ? body : new byte[0]));
    }

    private static Kind kind(int status, JsonNode error) {
        if (isDailyQuota(error)) {
            return Kind.QUOTA;
        }
        Kind kind =
                Optional.ofNullable(BY_REASON.get(reason(error)))
                        .or(() -> Optional.ofNullable(BY_CODE.get(error.path("status").asText())))
                        .orElseGet(() -> byStatus(status));
        return kind == Kind.BAD_REQUEST ? byWords(error.path("message").asText()) : kind;
    }

    private static Kind byWords(String message) {
        String words = message.toLowerCase(Locale.ROOT);
        return BY_WORDS.entrySet().stream()
                .filter(row -> words.contains(row.getKey()))
                .map(Map.Entry::getValue)
                .findFirst()
                .orElse(Kind.BAD_REQUEST);
    }

    private static Kind byStatus(int status) {
        return switch (status) {
            case 401, 403 -> Kind.AUTH;
            case 402 -> Kind.QUOTA;
            case 404 -> Kind.NOT_FOUND;
            case 408, 499, 504 -> Kind.TIMEOUT;
            case 429 -> Kind.RATE_LIMITED;
            case 503, 529 -> Kind.OVERLOADED;
            default -> status >= 400 && status < 500 ? Kind.BAD_REQUEST : Kind.SERVER_ERROR;
        };
    }

    /// A quota of a day is not back in a minute, whatever delay is named with it.
    private static boolean isDailyQuota(JsonNode error) {
        return details(error, "QuotaFailure").stream()
                .flatMap(detail ->
                        StreamSupport.stream(detail.path("violations").spliterator(), false))
                .anyMatch(violation -> violation.path("quotaId").asText().contains("PerDay"));
    }

    private static String reason(JsonNode error) {
        return details(error, "ErrorInfo").stream()
                .map(detail -> detail.path("reason").asText())
                .findFirst()
                .orElse("");
    }

    /// `34.4s`.
    private static Optional<Duration> retryDelay(JsonNode error) {
        return details(error, "RetryInfo").stream()
                .map(detail -> detail.path("retryDelay").asText())
                .filter(delay -> delay.matches("\\d{1,9}(\\.\\d{1,9})?s"))
                .map(delay -> new BigDecimal(delay.substring(0, delay.length() - 1)))
                .map(seconds -> seconds.min(LONGEST_SECONDS).movePointRight(3).longValue())
                .map(Duration::ofMillis)
                .findFirst();
    }

    private static List<JsonNode> details(JsonNode error, String type) {
        return StreamSupport.stream(error.path("details").spliterator(), false)
                .filter(detail -> detail.path("@type").asText().endsWith("." + type))
                .toList();
    }

    /// The error object; without `alt=sse` a stream's stands in a list.
    private static JsonNode errorIn(byte[] body) {
        try {
            JsonNode root = Json.tree(body);
            return (root.isArray() ? root.path(0) : root).path("error");
        } catch (UncheckedIOException _) {
            // an HTML page of a proxy, or a body that was cut: the status alone speaks
            return Json.object();
        }
    }

    /// Status and code only: a provider's message may quote a prompt or part of a key.
    private static String describe(int status, JsonNode error) {
        String code = word(error.path("status"));
        return "status " + status + (code.isEmpty() ? "" : " " + code);
    }

    private static String word(JsonNode name) {
        return name.asText().matches("[A-Z_]{1,64}") ? name.asText().toLowerCase(Locale.ROOT) : "";
    }
}
