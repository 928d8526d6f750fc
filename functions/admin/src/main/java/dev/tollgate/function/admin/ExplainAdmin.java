package dev.tollgate.function.admin;

import com.fasterxml.jackson.databind.JsonNode;
import dev.tollgate.Exchange;
import dev.tollgate.Intake;
import dev.tollgate.Order;
import dev.tollgate.api.ApiError;
import dev.tollgate.api.Dialect;
import dev.tollgate.api.Dialects;
import dev.tollgate.api.RequestBody;
import dev.tollgate.api.TagSources;
import dev.tollgate.api.Tags;
import dev.tollgate.config.Bounds;
import dev.tollgate.config.Deadline;
import dev.tollgate.config.Timing;
import dev.tollgate.http.Headers;
import dev.tollgate.http.Json;
import dev.tollgate.http.Request;
import dev.tollgate.identity.KeyStore;
import dev.tollgate.identity.Principal;
import dev.tollgate.identity.Role;
import dev.tollgate.identity.VirtualKey;
import dev.tollgate.routing.Call.Operation;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/// What would become of a request, without sending it: `POST /admin/explain`
/// `{"path": "/v1/chat/completions", "key": "a virtual key's id", "headers": {...}, "body": {...}}`.
///
/// Nothing is taken from limits, and no provider is asked. Without `key`, it is explained for a key that may do everything, of the team `team` (or none).
record ExplainAdmin(
        Dialects dialects, Intake intake, KeyStore keys, Explanation explanation, Timing timing) {
    static final String PATH = "/admin/explain";

    private static final String DEFAULT_PATH = "/v1/chat/completions";

    void explain(Exchange exchange) throws IOException {
        JsonNode asked = Json.tree(RequestBody.json(exchange.request()).bytes());
        if (!asked.path("body").isObject()) {
            throw ApiError.badRequest(
                    "invalid_request", "body: need an object, the request", "body");
        }
        Request request =
                new Request(
                        "POST",
                        asked.path("path").asText(DEFAULT_PATH),
                        Map.of(),
                        headers(asked.path("headers")),
                        Request.Body.of(Json.bytes(asked.path("body"))),
                        Deadline.in(Bounds.MAX_DEADLINE, timing.now()));
        Dialect dialect = dialects.of(request);
        Operation operation =
                Optional.ofNullable(dialect.endpoints().get(request.path()))
                        .orElseThrow(() ->
                                ApiError.badRequest(
                                        "invalid_path",
                                        "path: need an endpoint that takes a model's input, such as "
                                                + paths(dialect),
                                        "path"));
        Order order =
                intake.take(
                        principal(asked),
                        operation,
                        dialect,
                        request,
                        exchange.id(),
                        exchange.startedAt());
        exchange.reply(
                200,
                Headers.of("content-type", "application/json"),
                Json.bytes(explanation.of(order)));
    }

    private static String paths(Dialect dialect) {
        return dialect.endpoints().keySet().stream().sorted().collect(Collectors.joining(", "));
    }

    private Principal principal(JsonNode asked) {
        String key = asked.path("key").asText("");
        if (key.isEmpty()) {
            return new Principal(
                    "none", asked.path("team").asText(""), Set.of(Role.APP), Tags.none(), Set.of());
        }
        return keys.find(key)
                .map(VirtualKey::principal)
                .orElseThrow(() ->
                        ApiError.badRequest(
                                "unknown_key",
                                "key: need the id of a virtual key; GET /admin/keys lists them",
                                "key"));
    }

    private static Headers headers(JsonNode given) {
        return Headers.copyOf(
                TagSources.texts(given).entrySet().stream()
                        .collect(
                                Collectors.toMap(Map.Entry::getKey, it -> List.of(it.getValue()))));
    }
}
