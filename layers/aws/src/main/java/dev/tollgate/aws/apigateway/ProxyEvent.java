package dev.tollgate.aws.apigateway;

import com.fasterxml.jackson.databind.JsonNode;
import dev.tollgate.config.Deadline;
import dev.tollgate.http.Headers;
import dev.tollgate.http.Json;
import dev.tollgate.http.Request;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// Reads the proxy event of a REST API.
public final class ProxyEvent {
    private ProxyEvent() {}

    /// @throws Malformed if it is not such an event
    public static Request read(InputStream event, Deadline deadline) throws Malformed {
        JsonNode json = tree(event);
        return new Request(
                text(json, "httpMethod"),
                PercentCoding.decode(text(json, "path")),
                many(json, "multiValueQueryStringParameters", "queryStringParameters"),
                Headers.copyOf(many(json, "multiValueHeaders", "headers")),
                Request.Body.of(body(json)),
                deadline);
    }

    private static JsonNode tree(InputStream event) throws Malformed {
        try {
            return Json.mapper().readTree(event);
        } catch (IOException e) {
            throw new Malformed("the event is not JSON");
        }
    }

    private static String text(JsonNode json, String name) throws Malformed {
        JsonNode value = json.path(name);
        if (!value.isTextual()) {
            throw new Malformed(
                    "the event has no '" + name + "': need a proxy event of a REST API");
        }
        return value.textValue();
    }

    /// The map of names to lists if it is there, else that of names to single values.
    private static Map<String, List<String>> many(JsonNode json, String lists, String singles) {
        Map<String, List<String>> many = new LinkedHashMap<>();
        JsonNode source = json.path(lists).isObject() ? json.path(lists) : json.path(singles);
        source.properties()
                .forEach(field -> {
                    List<String> values =
                            many.computeIfAbsent(field.getKey(), _ -> new ArrayList<>());
                    if (field.getValue().isArray()) {
                        field.getValue().forEach(value -> values.add(value.asText()));
                    } else {
                        values.add(field.getValue().asText());
                    }
                });
        return many;
    }

    private static byte[] body(JsonNode json) throws Malformed {
        String body = json.path("body").asText("");
        if (!json.path("isBase64Encoded").asBoolean()) {
            return body.getBytes(StandardCharsets.UTF_8);
        }
        try {
            return Base64.getDecoder().decode(body);
        } catch (IllegalArgumentException e) {
            throw new Malformed("the event's body is not base64");
        }
    }

    /// An event that no REST API sends. The message shows nothing of it.
    public static final class Malformed extends Exception {
        private static final long serialVersionUID = 1L;

        Malformed(String message) {
            super(message, null, false, false);
        }

        public String reason() {
            return String.valueOf(getMessage());
        }
    }
}
