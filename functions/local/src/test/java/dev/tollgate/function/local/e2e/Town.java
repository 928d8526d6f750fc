package dev.tollgate.function.local.e2e;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.anthropic.client.AnthropicClient;
import com.anthropic.client.okhttp.AnthropicOkHttpClient;
import com.fasterxml.jackson.databind.JsonNode;
import com.openai.client.OpenAIClient;
import com.openai.client.okhttp.OpenAIOkHttpClient;
import dev.tollgate.function.local.LocalServer;
import dev.tollgate.http.Json;
import dev.tollgate.testkit.sim.SimulatedProvider;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyPairGenerator;
import java.security.NoSuchAlgorithmException;
import java.util.Base64;
import java.util.Map;
import java.util.Objects;

/// A local server with a catalogue file of its own, two simulated providers behind it, and ways to talk to it.
final class Town implements AutoCloseable {
    private static final String CATALOG =
            """
            providers:
              one: {dialect: openai, baseUrl: "ONE", allowPrivateNetwork: true, secret: tollgate/sim}
              two: {dialect: openai, baseUrl: "TWO", allowPrivateNetwork: true, secret: tollgate/sim}
              responding: {dialect: openai, baseUrl: "ONE", allowPrivateNetwork: true, secret: tollgate/sim, api: responses}
            aliases:
              chat: one/ok
              embed: one/sim-embed
              falls-back: {targets: [one/status-503, two/ok], retries: 0}
              dies-early: {targets: [one/cut-before-first-token, two/ok], retries: 0}
              cut: {target: one/cut-after-3, retries: 0}
              stalls: {target: one/stall-after-3, retries: 0, stallTimeout: 200ms}
              nothing-left: {targets: [one/status-500, two/status-529], retries: 0}
              too-long: one/context-length
              moving: one/ok@moving
              response: responding/ok
              response-thinking: responding/thinking
              response-refusal: responding/refusal
              response-cut: {target: responding/cut-after-3, retries: 0}
              response-error: {target: responding/error-after-3, retries: 0}
              response-too-long: responding/context-length
            prices:
              one/ok: {inputPerMTok: "0.40", outputPerMTok: "1.60"}
              two/ok: {inputPerMTok: "3.00", outputPerMTok: "15.00"}
              one/sim-embed: {inputPerMTok: "0.02", outputPerMTok: "0"}
            """;

    final SimulatedProvider one = SimulatedProvider.start();
    final SimulatedProvider two = SimulatedProvider.start();
    private final Path catalog;
    private final LocalServer server;
    private final HttpClient http =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();

    Town(Path folder) throws Exception {
        this(folder, CATALOG);
    }

    /// One with an alias on every provider dialect, all of them spoken by provider one.
    static Town ofEveryDialect(Path folder) throws Exception {
        try (InputStream in = Town.class.getResourceAsStream("/every-dialect.yaml")) {
            return new Town(folder, new String(Objects.requireNonNull(in).readAllBytes(), UTF_8));
        }
    }

    /// One with a catalogue of the test's own, in which `ONE` and `TWO` stand for the addresses of its providers.
    Town(Path folder, String template) throws Exception {
        catalog = folder.resolve("catalog.yaml");
        Files.writeString(
                catalog,
                template.replace("ONE", one.baseUri().toString())
                        .replace("TWO", two.baseUri().toString())
                        .replace("SIMULATOR", one.origin().toString()));
        server =
                LocalServer.start(
                        Map.of(
                                "SIM_KEY", "sk-sim",
                                "SIM_SERVICE_ACCOUNT", serviceAccount(one.origin()),
                                "AWS_ACCESS_KEY_ID", "AKIDSIMULATED",
                                "AWS_SECRET_ACCESS_KEY", "sim-secret"),
                        "--catalog",
                        catalog.toString(),
                        "--port",
                        "0",
                        "--store",
                        "dynamodb-local");
    }

    /// A service account of Google's as its key file has it, whose tokens the simulated provider gives.
    private static String serviceAccount(URI origin) throws NoSuchAlgorithmException {
        KeyPairGenerator keys = KeyPairGenerator.getInstance("RSA");
        keys.initialize(2048);
        String key =
                Base64.getMimeEncoder(64, new byte[] {'\n'})
                        .encodeToString(keys.generateKeyPair().getPrivate().getEncoded());
        return Json.object()
                .put("type", "service_account")
                .put("client_email", "sim@example.com")
                .put("private_key_id", "1")
                .put(
                        "private_key",
                        "-----BEGIN PRIVATE KEY-----\n" + key + "\n-----END PRIVATE KEY-----\n")
                .put("token_uri", origin + "/token")
                .toString();
    }

    /// Changes one line of the catalogue file.
    void edit(String line, String other) throws IOException {
        String before = Files.readString(catalog);
        if (!before.contains(line)) {
            throw new IllegalArgumentException("no such line: " + line);
        }
        Files.writeString(catalog, before.replace(line, other));
    }

    /// OpenAI's official client, without retries of its own.
    OpenAIClient sdk() {
        return OpenAIOkHttpClient.builder()
                .baseUrl(server.address() + "/v1")
                .apiKey(server.key())
                .maxRetries(0)
                .build();
    }

    /// Anthropic's official client, without retries of its own.
    AnthropicClient anthropicSdk() {
        return anthropicSdk(server.key());
    }

    AnthropicClient anthropicSdk(String key) {
        return AnthropicOkHttpClient.builder()
                .baseUrl(server.address().toString())
                .apiKey(key)
                .maxRetries(0)
                .build();
    }

    URI address() {
        return server.address();
    }

    String key() {
        return server.key();
    }

    JsonNode get(String path) throws IOException, InterruptedException {
        HttpResponse<byte[]> reply =
                http.send(request(path).GET().build(), BodyHandlers.ofByteArray());
        if (reply.statusCode() != 200) {
            throw new IOException(path + " gave " + reply.statusCode());
        }
        return Json.tree(reply.body());
    }

    /// The same with a key of its own, whatever comes of it.
    HttpResponse<String> get(String path, String key) throws IOException, InterruptedException {
        return http.send(
                request(path).GET().setHeader("authorization", "Bearer " + key).build(),
                BodyHandlers.ofString());
    }

    HttpResponse<String> post(String path, String body) throws IOException, InterruptedException {
        return post(path, body, Map.of());
    }

    HttpResponse<String> post(String path, String body, Map<String, String> headers)
            throws IOException, InterruptedException {
        HttpRequest.Builder request = request(path).POST(HttpRequest.BodyPublishers.ofString(body));
        headers.forEach(request::setHeader);
        return http.send(request.build(), BodyHandlers.ofString());
    }

    /// The same for an admin.
    HttpResponse<String> admin(String path, String body) throws IOException, InterruptedException {
        return post(path, body, Map.of("authorization", "Bearer " + server.adminKey()));
    }

    /// A call's record, by the answer that it got.
    JsonNode recordOf(HttpResponse<?> answer) throws IOException, InterruptedException {
        return get(
                "/v1/requests/"
                        + answer.headers().firstValue("x-tollgate-request-id").orElseThrow());
    }

    private HttpRequest.Builder request(String path) {
        return HttpRequest.newBuilder(URI.create(server.address() + path))
                .header("authorization", "Bearer " + server.key());
    }

    @Override
    public void close() {
        http.close();
        server.close();
        one.close();
        two.close();
    }
}
