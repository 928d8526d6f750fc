package dev.tollgate.testkit.sim;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.charset.StandardCharsets;
import java.util.Map;

/// A reply whose body is known: its status, its own headers and its bytes.
@SuppressWarnings("ArrayRecordComponent") // two replies are never compared
record Reply(int status, String contentType, Map<String, String> headers, byte[] body) {

    static Reply ok(byte[] json) {
        return new Reply(200, "application/json", Map.of(), json);
    }

    static Reply events() {
        return new Reply(200, "text/event-stream; charset=utf-8", Map.of(), new byte[0]);
    }

    static Reply json(int status, JsonNode body) {
        return new Reply(status, "application/json", Map.of(), Json.bytes(body));
    }

    static Reply html(int status, String page) {
        return new Reply(status, "text/html", Map.of(), page.getBytes(StandardCharsets.UTF_8));
    }

    Reply with(Map<String, String> more) {
        return new Reply(status, contentType, more, body);
    }

    Reply with(byte[] other) {
        return new Reply(status, contentType, headers, other);
    }

    String reason() {
        return switch (status) {
            case 200 -> "OK";
            case 400 -> "Bad Request";
            case 401 -> "Unauthorized";
            case 404 -> "Not Found";
            case 429 -> "Too Many Requests";
            case 500 -> "Internal Server Error";
            case 502 -> "Bad Gateway";
            case 503 -> "Service Unavailable";
            case 504 -> "Gateway Timeout";
            default -> "Simulated";
        };
    }
}
