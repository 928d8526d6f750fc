package dev.tollgate.testkit.sim.dialect;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/// A reply whose body is known: its status, its bytes, and its own headers, which stand in place of
/// those that every reply has.
@SuppressWarnings("ArrayRecordComponent") // two replies are never compared
public record Reply(int status, String contentType, Map<String, String> headers, byte[] body) {

    public static Reply ok(byte[] json) {
        return new Reply(200, "application/json", Map.of(), json);
    }

    /// The head of a stream, whose events are its body.
    public static Reply stream(String contentType) {
        return new Reply(200, contentType, Map.of(), new byte[0]);
    }

    public static Reply json(int status, JsonNode body) {
        return new Reply(status, "application/json", Map.of(), Json.bytes(body));
    }

    public static Reply html(int status, String page) {
        return new Reply(status, "text/html", Map.of(), page.getBytes(StandardCharsets.UTF_8));
    }

    public Reply with(Map<String, String> more) {
        var all = new LinkedHashMap<>(headers);
        all.putAll(more);
        return new Reply(status, contentType, all, body);
    }

    /// The same with `retry-after` in whole seconds, if there is a wait.
    public Reply retryAfterSeconds(Optional<Duration> wait) {
        return wait.map(time -> with(Map.of("retry-after", seconds(time)))).orElse(this);
    }

    /// The same with `retry-after`, and with `retry-after-ms` if the seconds are not whole.
    public Reply retryAfter(Optional<Duration> wait) {
        return wait.filter(time -> time.toMillisPart() != 0)
                .map(time ->
                        with(
                                Map.of(
                                        "retry-after",
                                        seconds(time),
                                        "retry-after-ms",
                                        String.valueOf(time.toMillis()))))
                .orElseGet(() -> retryAfterSeconds(wait));
    }

    private static String seconds(Duration wait) {
        return String.valueOf(wait.plusMillis(999).toSeconds());
    }

    public Reply with(byte[] other) {
        return new Reply(status, contentType, headers, other);
    }

    public String reason() {
        return switch (status) {
            case 200 -> "OK";
            case 400 -> "Bad Request";
            case 401 -> "Unauthorized";
            case 403 -> "Forbidden";
            case 404 -> "Not Found";
            case 413 -> "Content Too Large";
            case 429 -> "Too Many Requests";
            case 500 -> "Internal Server Error";
            case 502 -> "Bad Gateway";
            case 503 -> "Service Unavailable";
            case 504 -> "Gateway Timeout";
            default -> "Simulated";
        };
    }
}
