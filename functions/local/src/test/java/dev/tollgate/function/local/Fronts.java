package dev.tollgate.function.local;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.tollgate.config.Timing;
import dev.tollgate.dialect.chat.ChatDialect;
import dev.tollgate.http.Headers;
import dev.tollgate.http.ReplySink;
import dev.tollgate.http.Service;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.random.RandomGenerator;

/// Fronts on free ports, and clients for them.
final class Fronts {
    static final Instant NOW = Instant.parse("2026-11-23T12:00:00Z");
    static final Timing TIMING =
            new Timing(
                    Clock.fixed(NOW, ZoneOffset.UTC),
                    _ -> {},
                    RandomGenerator.of("L64X128MixRandom"));

    private Fronts() {}

    static HttpFront of(Service service) throws IOException {
        return HttpFront.start("127.0.0.1", 0, service, new ChatDialect(), TIMING);
    }

    static HttpFront of(Service service, HttpFront.Limits limits) throws IOException {
        return HttpFront.start("127.0.0.1", 0, service, new ChatDialect(), TIMING, limits);
    }

    static Service answering(int status, String body) {
        return (_, sink) -> reply(sink, status, body);
    }

    static void reply(ReplySink sink, int status, String body) {
        try {
            sink.reply(status, Headers.of("content-type", "text/plain"), bytes(body));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    static byte[] bytes(String text) {
        return text.getBytes(UTF_8);
    }

    static URI uri(HttpFront front, String path) {
        return URI.create("http://127.0.0.1:" + front.port() + path);
    }

    static HttpResponse<String> send(HttpRequest request) throws IOException, InterruptedException {
        try (HttpClient client = HttpClient.newHttpClient()) {
            return client.send(request, BodyHandlers.ofString());
        }
    }

    static HttpResponse<String> get(HttpFront front, String path)
            throws IOException, InterruptedException {
        return send(HttpRequest.newBuilder(uri(front, path)).build());
    }
}
