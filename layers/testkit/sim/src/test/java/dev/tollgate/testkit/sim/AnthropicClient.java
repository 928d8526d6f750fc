package dev.tollgate.testkit.sim;

import com.fasterxml.jackson.databind.JsonNode;
import dev.tollgate.testkit.sim.Client.Heard;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.List;

/// Calls a simulated provider in Anthropic's dialect.
record AnthropicClient(Client client) {

    private static final String[] HEADERS = {
        "x-api-key", "sk-ant-test", "anthropic-version", "2023-06-01"
    };

    static AnthropicClient of(URI origin) {
        return new AnthropicClient(new Client(URI.create(origin + "/v1")));
    }

    HttpResponse<String> post(String path, String body) throws Exception {
        return client.post(path, body, HEADERS);
    }

    HttpResponse<String> get(String path) throws Exception {
        return client.get(path, HEADERS);
    }

    /// A call whose body has `model`, `max_tokens`, one user message and more fields.
    HttpResponse<String> messages(String model, String more) throws Exception {
        return post("/messages", body(model, more));
    }

    JsonNode answer(String model, String more) throws Exception {
        return Client.json(messages(model, more).body());
    }

    /// A call whose whole conversation is given.
    HttpResponse<String> converse(String messages, String more) throws Exception {
        return post(
                "/messages",
                """
                {"model": "ok", "max_tokens": 2000, "messages": [%s]%s}
                """
                        .formatted(messages, more));
    }

    /// The data of every event.
    List<JsonNode> stream(String model, String more) throws Exception {
        return events(messages(model, ", \"stream\": true" + more).body());
    }

    static List<JsonNode> events(String sse) {
        return Client.events(sse).stream().map(Client::json).toList();
    }

    static List<String> types(List<JsonNode> events) {
        return events.stream().map(event -> event.path("type").asText("unreadable")).toList();
    }

    /// Sends a streaming call and hears all that comes until the connection ends.
    Heard hear(String model) throws IOException {
        var body = body(model, ", \"stream\": true");
        return client.hear(
                """
                POST /v1/messages HTTP/1.1\r
                host: sim\r
                x-api-key: sk-ant-test\r
                anthropic-version: 2023-06-01\r
                connection: close\r
                content-length: %d\r
                \r
                %s\
                """
                        .formatted(body.getBytes(StandardCharsets.UTF_8).length, body));
    }

    private static String body(String model, String more) {
        var tokens = more.contains("\"max_tokens\"") ? "" : ", \"max_tokens\": 2000";
        return Client.chatBody(model, "Say hi, twice.", tokens + more);
    }
}
