package dev.tollgate.aws.apigateway;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.databind.JsonNode;
import dev.tollgate.config.Deadline;
import dev.tollgate.http.Headers;
import dev.tollgate.http.Json;
import dev.tollgate.http.Request;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/// Reads a REST proxy event.
final class ProxyEvent {
    private ProxyEvent() {}

    /// @throws IllegalArgumentException if it is no such event
    /// @throws java.io.UncheckedIOException if it is no JSON
    static Request read(byte[] event, Deadline deadline) {
        JsonNode json = Json.tree(event);
        String method = json.path("httpMethod").asText();
        String path = json.path("path").asText();
        if (method.isEmpty() || path.isEmpty()) {
            throw new IllegalArgumentException("not an API Gateway REST proxy event");
        }
        return new Request(
                method,
                path,
                values(
                        json.path("multiValueQueryStringParameters"),
                        json.path("queryStringParameters")),
                Headers.copyOf(values(json.path("multiValueHeaders"), json.path("headers"))),
                max -> bounded(body(json), max),
                deadline);
    }

    /// Fields by name: of many values each, or, where the event lacks that, of one.
    private static Map<String, List<String>> values(JsonNode many, JsonNode one) {
        Map<String, List<String>> values = new HashMap<>();
        (many.isObject() ? many : one)
                .properties()
                .forEach(field -> {
                    List<String> all = new ArrayList<>();
                    if (field.getValue().isArray()) {
                        field.getValue().forEach(value -> all.add(value.asText()));
                    } else {
                        all.add(field.getValue().asText());
                    }
                    values.put(field.getKey(), all);
                });
        return values;
    }

    private static byte[] body(JsonNode json) {
        String body = json.path("body").asText();
        return json.path("isBase64Encoded").asBoolean()
                ? Base64.getDecoder().decode(body)
                : body.getBytes(UTF_8);
    }

    private static byte[] bounded(byte[] body, int max) {
        return body.length > max ? Arrays.copyOf(body, max + 1) : body;
    }
}
