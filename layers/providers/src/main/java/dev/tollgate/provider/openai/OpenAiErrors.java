package dev.tollgate.provider.openai;

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
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// What an error of OpenAI, or of a host like it, means: a table. The code or type decides, then the status, and a message's words last of all.
public final class OpenAiErrors {
    private static final Map<String, Kind> BY_CODE =
            Map.ofEntries(
                    Map.entry("rate_limit_exceeded", Kind.RATE_LIMITED),
                    Map.entry("rate_limit_error", Kind.RATE_LIMITED),
                    Map.entry("slow_down", Kind.RATE_LIMITED),
                    Map.entry("insufficient_quota", Kind.QUOTA),
                    Map.entry("credit_balance_exhausted", Kind.QUOTA),
                    Map.entry("organization_spend_limit_exceeded", Kind.QUOTA),
                    Map.entry("project_spend_limit_exceeded", Kind.QUOTA),
                    Map.entry("organization_usage_limit_exceeded", Kind.QUOTA),
                    Map.entry("server_is_overloaded", Kind.OVERLOADED),
                    Map.entry("service_unavailable_error", Kind.OVERLOADED),
                    Map.entry("overloaded_error", Kind.OVERLOADED),
                    Map.entry("context_length_exceeded", Kind.CONTEXT_LENGTH),
                    Map.entry("too_many_prompt_tokens", Kind.CONTEXT_LENGTH),
                    Map.entry("content_filter", Kind.CONTENT_POLICY),
                    Map.entry("content_policy_violation", Kind.CONTENT_POLICY),
                    Map.entry("invalid_prompt", Kind.CONTENT_POLICY),
                    Map.entry("bio_policy", Kind.CONTENT_POLICY),
                    Map.entry("misalignment_policy_violation", Kind.CONTENT_POLICY),
                    Map.entry("image_content_policy_violation", Kind.CONTENT_POLICY),
                    Map.entry("invalid_api_key", Kind.AUTH),
                    Map.entry("authentication_error", Kind.AUTH),
                    Map.entry("permission_error", Kind.AUTH),
                    Map.entry("model_not_found", Kind.NOT_FOUND),
                    Map.entry("deploymentnotfound", Kind.NOT_FOUND),
                    Map.entry("vector_store_timeout", Kind.TIMEOUT));

    /// What the images of a responses request may be; such an error comes in an answer, so no status says whose fault it is.
    private static final Set<String> BAD_IMAGES =
            Set.of(
                    "invalid_image",
                    "invalid_image_format",
                    "invalid_base64_image",
                    "invalid_image_url",
                    "image_too_large",
                    "image_too_small",
                    "image_parse_error",
                    "invalid_image_mode",
                    "image_file_too_large",
                    "unsupported_image_media_type",
                    "empty_image_file",
                    "failed_to_download_image",
                    "image_file_not_found");

    /// Words of a 4xx message that mean the input is too long, where a host has no code for it.
    private static final List<String> CONTEXT_WORDS =
            List.of(
                    "maximum context length",
                    "context window",
                    "prompt too long",
                    "prompt is too long",
                    "exceeds the available context size",
                    "current length is");

    private static final Set<Integer> CONTEXT_STATUSES = Set.of(400, 403, 413, 422);

    private static final Pattern WAIT =
            Pattern.compile("(?:try again in|retry after) (\\d{1,6}(?:\\.\\d{1,6})?) ?(ms|s)");
    private static final Duration LONGEST_RATE_LIMIT = Duration.ofHours(1);

    private OpenAiErrors() {}

    /// Whether the `error` member of an answer with status 200, or of a chunk, says that something is wrong.
    public static boolean isError(JsonNode error) {
        return error.isObject() ? !error.isEmpty() : error.isTextual() && !error.asText().isEmpty();
    }

    static Failure classify(int status, Headers headers, byte[] body) {
        return classify(Tongue.OPENAI, status, headers, body);
    }

    /// @param tongue which of OpenAI's APIs the error came over; their envelopes are the same
    public static Failure classify(Tongue tongue, int status, Headers headers, byte[] body) {
        JsonNode error = errorIn(body);
        int meant = status == 200 ? meant(error) : status;
        Optional<Duration> wait = RetryAfter.of(headers).or(() -> waitInWords(error));
        Kind kind = isForTheDay(kind(meant, error), wait) ? Kind.QUOTA : kind(meant, error);
        Remedy remedy = tooLargeForTheLimit(kind, error) ? Remedy.NEXT_TARGET : kind.remedy();
        return new Failure(
                kind,
                remedy,
                meant,
                describe(meant, error),
                wait,
                new Failure.Words(
                        tongue.written(), error.path("message").asText(), envelope(body)));
    }

    /// The status of an error that came with 200: a number as its code says so, else its type.
    private static int meant(JsonNode error) {
        boolean callers =
                BAD_IMAGES.contains(word(error, "code"))
                        || word(error, "type").equals("invalid_request_error");
        return callers ? 400 : error.path("code").asInt(200);
    }

    private static Kind kind(int status, JsonNode error) {
        for (String word : List.of(word(error, "code"), word(error, "type"))) {
            Kind known = BY_CODE.get(word);
            if (known != null) {
                return known;
            }
        }
        String message = error.path("message").asText().toLowerCase(Locale.ROOT);
        if (CONTEXT_STATUSES.contains(status)
                && CONTEXT_WORDS.stream().anyMatch(message::contains)) {
            return Kind.CONTEXT_LENGTH;
        }
        if (status == 400 && message.startsWith("incorrect api key")) {
            return Kind.AUTH;
        }
        return byStatus(status);
    }

    private static Kind byStatus(int status) {
        return switch (status) {
            case 401, 403 -> Kind.AUTH;
            case 402 -> Kind.QUOTA;
            case 404 -> Kind.NOT_FOUND;
            case 408, 504 -> Kind.TIMEOUT;
            case 429 -> Kind.RATE_LIMITED;
            case 498, 503, 529 -> Kind.OVERLOADED;
            default -> status >= 400 && status < 500 ? Kind.BAD_REQUEST : Kind.SERVER_ERROR;
        };
    }

    /// Azure tells of a spent quota as of a rate limit, but for the time: a day.
    private static boolean isForTheDay(Kind kind, Optional<Duration> wait) {
        return kind == Kind.RATE_LIMITED
                && wait.filter(it -> it.compareTo(LONGEST_RATE_LIMIT) >= 0).isPresent();
    }

    /// "Please try again in 494ms", "Please retry after 6 seconds": where no header says it.
    private static Optional<Duration> waitInWords(JsonNode error) {
        Matcher words = WAIT.matcher(error.path("message").asText());
        if (!words.find()) {
            return Optional.empty();
        }
        BigDecimal number = new BigDecimal(words.group(1));
        boolean millis = words.group(2).equals("ms");
        return Optional.of(Duration.ofMillis(number.movePointRight(millis ? 0 : 3).longValue()));
    }

    /// A request that alone is larger than the limit per minute: waiting does not make it smaller.
    private static boolean tooLargeForTheLimit(Kind kind, JsonNode error) {
        return kind == Kind.RATE_LIMITED
                && error.path("message").asText().startsWith("Request too large");
    }

    /// The error object: OpenAI's envelope, or what others have in its place (xAI a text, Mistral `detail`, some nothing).
    private static JsonNode errorIn(byte[] body) {
        try {
            JsonNode root = Json.tree(body);
            JsonNode error = root.path("error");
            if (error.isObject()) {
                return error;
            }
            return error.isTextual()
                    ? Json.object()
                            .put("message", error.asText())
                            .put("code", root.path("code").asText())
                    : root;
        } catch (UncheckedIOException _) {
            // an HTML page of a proxy, or a body that was cut: the status alone speaks
            return Json.object();
        }
    }

    /// The body, if a caller who speaks OpenAI's dialect can read it.
    private static byte[] envelope(byte[] body) {
        try {
            return Json.tree(body).path("error").isObject() ? body : new byte[0];
        } catch (UncheckedIOException _) {
            return new byte[0];
        }
    }

    /// Status and code only: a provider's message may quote a prompt or part of a key.
    private static String describe(int status, JsonNode error) {
        String code = word(error, "code").isEmpty() ? word(error, "type") : word(error, "code");
        return "status " + status + (code.isEmpty() ? "" : " " + code);
    }

    private static String word(JsonNode error, String name) {
        String text = error.path(name).isTextual() ? error.path(name).asText() : "";
        return text.matches("[A-Za-z0-9_.-]{1,64}") ? text.toLowerCase(Locale.ROOT) : "";
    }
}
