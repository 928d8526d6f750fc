package dev.tollgate.testkit.sim;

import com.fasterxml.jackson.databind.JsonNode;
import dev.tollgate.testkit.sim.dialect.Json;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.net.SocketException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.stream.Collectors;

/// Calls a simulated provider, by an HTTP client or by bytes on a socket.
record Client(URI base) {

    private static final HttpClient HTTP =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
    private static final int PATIENCE_MILLIS = 10_000;

    /// What a socket heard before its end: `eof` after a FIN, `reset` after a RST.
    record Heard(String text, String end) {}

    HttpResponse<String> post(String path, String body, String... headers) throws Exception {
        var request = request(path, headers).POST(BodyPublishers.ofString(body)).build();
        return HTTP.send(request, BodyHandlers.ofString());
    }

    HttpResponse<String> get(String path, String... headers) throws Exception {
        return HTTP.send(request(path, headers).GET().build(), BodyHandlers.ofString());
    }

    /// A chat call whose body has `model`, one user message and more fields.
    HttpResponse<String> chat(String model, String more) throws Exception {
        return post("/chat/completions", chatBody(model, "Say hi, twice.", more));
    }

    JsonNode answer(String model, String more) throws Exception {
        return json(chat(model, more).body());
    }

    static JsonNode json(String text) {
        return Json.parse(text.getBytes(StandardCharsets.UTF_8));
    }

    static String chatBody(String model, String said, String more) {
        return """
        {"model": "%s", "messages": [{"role": "user", "content": "%s"}]%s}\
        """
                .formatted(model, said, more);
    }

    /// The data of every event, `[DONE]` included.
    static List<String> events(String sse) {
        return sse.lines()
                .filter(line -> line.startsWith("data: "))
                .map(line -> line.substring(6))
                .toList();
    }

    /// The content deltas of a stream, in order, of what is JSON in it.
    static List<String> contents(String sse) {
        return events(sse).stream()
                .map(data -> json(data).at("/choices/0/delta/content"))
                .filter(content -> !content.asText().isEmpty() && !content.isNull())
                .map(JsonNode::asText)
                .toList();
    }

    static String content(String sse) {
        return contents(sse).stream().collect(Collectors.joining());
    }

    Socket connect() throws IOException {
        var socket = new Socket(InetAddress.getLoopbackAddress(), base.getPort());
        socket.setSoTimeout(PATIENCE_MILLIS);
        return socket;
    }

    /// Sends a chat call and hears all that comes until the connection ends.
    Heard hear(String model, boolean stream) throws IOException {
        return hear(rawChat(model, stream));
    }

    Heard hear(String bytes) throws IOException {
        try (var socket = connect()) {
            send(socket, bytes);
            return hearOut(socket);
        }
    }

    static void send(Socket socket, String bytes) throws IOException {
        socket.getOutputStream().write(bytes.getBytes(StandardCharsets.UTF_8));
    }

    static Heard hearOut(Socket socket) throws IOException {
        var heard = new ByteArrayOutputStream();
        try {
            socket.getInputStream().transferTo(heard);
            return new Heard(heard.toString(StandardCharsets.UTF_8), "eof");
        } catch (SocketException e) {
            return new Heard(heard.toString(StandardCharsets.UTF_8), "reset");
        }
    }

    /// Reads until the text has been heard.
    static String hearUntil(Socket socket, String text) throws IOException {
        var heard = new StringBuilder();
        while (heard.indexOf(text) < 0) {
            int next = socket.getInputStream().read();
            if (next < 0) {
                throw new IOException("ended before '" + text + "': " + heard);
            }
            heard.append((char) next);
        }
        return heard.toString();
    }

    static String rawChat(String model, boolean stream) {
        var body = chatBody(model, "Say hi.", ", \"stream\": " + stream);
        return rawPost("connection: close\r\ncontent-length: " + body.length(), body);
    }

    static String rawPost(String headers, String body) {
        return """
        POST /v1/chat/completions HTTP/1.1\r
        host: sim\r
        authorization: Bearer sk-test\r
        """
                + headers
                + "\r\n\r\n"
                + body;
    }

    private HttpRequest.Builder request(String path, String... headers) {
        var request = HttpRequest.newBuilder(URI.create(base + path));
        request.setHeader("authorization", "Bearer sk-test");
        for (int i = 0; i < headers.length; i += 2) {
            request.setHeader(headers[i], headers[i + 1]);
        }
        return request;
    }
}
