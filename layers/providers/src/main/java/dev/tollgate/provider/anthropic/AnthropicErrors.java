package dev.tollgate.provider.anthropic;

import com.fasterxml.jackson.databind.JsonNode;
import dev.tollgate.http.Headers;
import dev.tollgate.http.Json;
import dev.tollgate.provider.wire.RetryAfter;
import dev.tollgate.provider.wire.Tongue;
import dev.tollgate.routing.Failure;
import dev.tollgate.routing.Failure.Kind;
import dev.tollgate.routing.Failure.Remedy;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/// What an error of Anthropic's means: a table. Details and type decide, then the header, then the status; a message's first words only where the type says no more than that the request is at fault.
final class AnthropicErrors {

    /// What an error of a type means, and the status that it comes with unless it stands in a stream.
    private record Row(Kind kind, int status) {}

    private static final Map<String, Row> BY_TYPE =
            Map.ofEntries(
                    Map.entry("invalid_request_error", new Row(Kind.BAD_REQUEST, 400)),
                    Map.entry("authentication_error", new Row(Kind.AUTH, 401)),
                    Map.entry("billing_error", new Row(Kind.QUOTA, 402)),
                    Map.entry("permission_error", new Row(Kind.AUTH, 403)),
                    Map.entry("not_found_error", new Row(Kind.NOT_FOUND, 404)),
                    Map.entry("request_too_large", new Row(Kind.CONTEXT_LENGTH, 413)),
                    Map.entry("rate_limit_error", new Row(Kind.RATE_LIMITED, 429)),
                    Map.entry("api_error", new Row(Kind.SERVER_ERROR, 500)),
                    Map.entry("timeout_error", new Row(Kind.TIMEOUT, 504)),
                    Map.entry("overloaded_error", new Row(Kind.OVERLOADED, 529)));

    private static final Map<String, Kind> BY_DETAIL =
            Map.of("enforced_spend_limit_reached", Kind.QUOTA);

    /// How the message of an `invalid_request_error` begins. A prompt may be quoted later in it, never there.
    private static final Map<String, Kind> BY_FIRST_WORDS =
            Map.of(
                    "prompt is too long", Kind.CONTEXT_LENGTH,
                    "input length and `max_tokens` exceed context limit", Kind.CONTEXT_LENGTH,
                    "Your credit balance is too low", Kind.QUOTA,
                    "You have reached your specified API usage limits", Kind.QUOTA,
                    "Output blocked by content filtering policy", Kind.CONTENT_POLICY);

    /// Where Anthropic's word that the same may be sent again is believed.
    private static final Set<Kind> TRANSIENT =
            Set.of(
                    Kind.RATE_LIMITED,
                    Kind.OVERLOADED,
                    Kind.SERVER_ERROR,
                    Kind.TIMEOUT,
                    Kind.BAD_REQUEST);

    private AnthropicErrors() {}

    /// Whether an answer with status 200 is none.
    static boolean isError(JsonNode answer) {
        return answer.path("type").asText().equals("error") || answer.path("error").isObject();
    }

    /// @param status 200 for an error in a stream's middle
    static Failure classify(int status, Headers headers, byte[] body) {
        JsonNode root = tree(body);
        JsonNode error = root.path("error");
        String type = word(error.path("type"));
        Optional<Row> row = Optional.ofNullable(BY_TYPE.get(type));
        int meant = status == 200 ? row.map(Row::status).orElse(500) : status;
        Kind kind = kind(meant, row, error);
        return new Failure(
                kind,
                remedy(kind, headers),
                meant,
                "status " + meant + (type.isEmpty() ? "" : " " + type),
                RetryAfter.of(headers),
                new Failure.Words(
                        Tongue.ANTHROPIC.written(),
                        error.path("message").asText(),
                        error.isObject() ? body : new byte[0]));
    }

    private static Kind kind(int status, Optional<Row> row, JsonNode error) {
        Kind detailed = BY_DETAIL.get(word(error.path("details").path("error_code")));
        if (detailed != null) {
            return detailed;
        }
        Kind kind = row.map(Row::kind).orElseGet(() -> byStatus(status));
        if (kind != Kind.BAD_REQUEST) {
            return kind;
        }
        String message = error.path("message").asText();
        return BY_FIRST_WORDS.entrySet().stream()
                .filter(words -> message.startsWith(words.getKey()))
                .map(Map.Entry::getValue)
                .findFirst()
                .orElse(kind);
    }

    private static Kind byStatus(int status) {
        return switch (status) {
            case 401, 403 -> Kind.AUTH;
            case 402 -> Kind.QUOTA;
            case 404 -> Kind.NOT_FOUND;
            case 408, 504 -> Kind.TIMEOUT;
            case 413 -> Kind.CONTEXT_LENGTH;
            case 429 -> Kind.RATE_LIMITED;
            case 503, 529 -> Kind.OVERLOADED;
            default -> status >= 400 && status < 500 ? Kind.BAD_REQUEST : Kind.SERVER_ERROR;
        };
    }

    private static Remedy remedy(Kind kind, Headers headers) {
        List<String> retry = headers.all("x-should-retry");
        if (retry.contains("true") && TRANSIENT.contains(kind)) {
            return Remedy.SAME_TARGET;
        }
        return retry.contains("false") && kind.remedy() == Remedy.SAME_TARGET
                ? Remedy.NEXT_TARGET
                : kind.remedy();
    }

    private static JsonNode tree(byte[] body) {
        try {
            return Json.tree(body);
        } catch (UncheckedIOException _) {
            // an HTML page of a proxy, or a body that was cut: the status alone speaks
            return Json.object();
        }
    }

    private static String word(JsonNode text) {
        return text.isTextual() && text.asText().matches("[a-z0-9_]{1,64}") ? text.asText() : "";
    }
}
