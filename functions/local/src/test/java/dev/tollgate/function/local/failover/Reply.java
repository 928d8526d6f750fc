package dev.tollgate.function.local.failover;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.databind.JsonNode;
import dev.tollgate.http.Json;
import java.net.http.HttpHeaders;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/// What a caller got, to its last byte.
///
/// @param documents the reply, or the data of each event of a stream
/// @param done whether the stream says that it is complete; of a reply in one piece, always
record Reply(
        int status, HttpHeaders headers, List<JsonNode> documents, boolean done, Duration elapsed) {
    private static final String DONE = "data: [DONE]\n\n";

    static Reply of(HttpResponse<byte[]> response, Duration elapsed) {
        String text = new String(response.body(), UTF_8);
        boolean streamed =
                response.headers()
                        .firstValue("content-type")
                        .orElse("")
                        .startsWith("text/event-stream");
        return new Reply(
                response.statusCode(),
                response.headers(),
                streamed ? events(text) : List.of(Json.tree(response.body())),
                !streamed || text.endsWith(DONE),
                elapsed);
    }

    /// @throws RuntimeException if there is anything in the stream that is neither a comment nor an event of JSON
    private static List<JsonNode> events(String text) {
        return Stream.of(text.split("\n\n"))
                .filter(event -> !event.startsWith(":"))
                .map(event -> event.substring("data: ".length()))
                .filter(data -> !data.equals("[DONE]"))
                .map(data -> Json.tree(data.getBytes(UTF_8)))
                .toList();
    }

    String header(String name) {
        return headers.firstValue(name).orElse("");
    }

    /// What the model said.
    String text() {
        return documents.stream()
                .map(it -> it.path("choices").path(0))
                .map(it -> it.path("delta").path("content").asText() + content(it))
                .collect(Collectors.joining());
    }

    private static String content(JsonNode choice) {
        return choice.path("message").path("content").asText();
    }

    Optional<JsonNode> error() {
        return documents.stream()
                .filter(it -> it.has("error"))
                .map(it -> it.path("error"))
                .findFirst();
    }

    /// Whether it can be taken for a whole answer.
    boolean looksComplete() {
        return status == 200 && done && finished() && error().isEmpty();
    }

    /// Whether the model is said to have finished.
    boolean finished() {
        return documents.stream()
                .anyMatch(it -> it.path("choices").path(0).hasNonNull("finish_reason"));
    }

    /// The model that is said to have answered, by its provider's name for it.
    String model() {
        return documents.getFirst().path("model").asText();
    }

    Optional<JsonNode> usage() {
        return documents.stream()
                .map(it -> it.path("usage"))
                .filter(JsonNode::isObject)
                .findFirst();
    }
}
