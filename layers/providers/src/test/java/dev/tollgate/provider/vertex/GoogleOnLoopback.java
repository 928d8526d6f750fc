package dev.tollgate.provider.vertex;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.databind.JsonNode;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import dev.tollgate.http.Json;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.URLDecoder;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.Signature;
import java.util.Base64;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;

/// Google on a loopback socket: gives a token to who shows an assertion that the account's key has signed, and answers who shows a token.
final class GoogleOnLoopback implements AutoCloseable {
    static final String ANSWER =
            "{\"candidates\":[{\"content\":{\"parts\":[{\"text\":\"hi\"}]},\"finishReason\":\"STOP\"}],"
                    + "\"usageMetadata\":{\"promptTokenCount\":3,\"candidatesTokenCount\":1}}";

    private static final KeyPair KEYS = keyPair();

    final KeyPair keys;
    final AtomicInteger tokensGiven = new AtomicInteger();
    final List<JsonNode> claims = new CopyOnWriteArrayList<>();
    final List<String> asked = new CopyOnWriteArrayList<>();
    volatile String answer = ANSWER;
    volatile int tokenStatus = 200;
    volatile String tokenBody = "";
    volatile String goodToken = "";
    private final HttpServer server;

    GoogleOnLoopback() {
        this(KEYS);
    }

    /// One that knows the account by another key.
    static GoogleOnLoopback stranger() {
        return new GoogleOnLoopback(keyPair());
    }

    private GoogleOnLoopback(KeyPair keys) {
        this.keys = keys;
        try {
            server =
                    HttpServer.create(
                            new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        server.createContext("/token", this::token);
        server.createContext("/", this::model);
        server.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
        server.start();
    }

    URI uri() {
        return URI.create("http://127.0.0.1:" + server.getAddress().getPort());
    }

    /// The account's key, as Google hands it out.
    String secret() {
        String der =
                Base64.getMimeEncoder(64, new byte[] {'\n'})
                        .encodeToString(keys.getPrivate().getEncoded());
        return Json.object()
                .put("type", "service_account")
                .put("private_key_id", "key-1")
                .put(
                        "private_key",
                        "-----BEGIN PRIVATE KEY-----\n" + der + "\n-----END PRIVATE KEY-----\n")
                .put("client_email", "tollgate@project.iam.example")
                .put("token_uri", uri() + "/token")
                .toString();
    }

    private void token(HttpExchange exchange) throws IOException {
        String body = new String(exchange.getRequestBody().readAllBytes(), UTF_8);
        String type = exchange.getRequestHeaders().getFirst("content-type");
        Map<String, String> form = new HashMap<>();
        for (String pair : body.split("&", 16)) {
            String[] both = pair.split("=", 2);
            form.put(both[0], URLDecoder.decode(both[1], UTF_8));
        }
        boolean shown =
                "application/x-www-form-urlencoded".equals(type)
                        && "urn:ietf:params:oauth:grant-type:jwt-bearer"
                                .equals(form.get("grant_type"))
                        && verify(form.getOrDefault("assertion", ""));
        if (!shown) {
            reply(exchange, 400, "{\"error\":\"invalid_grant\",\"error_description\":\"canary\"}");
        } else if (!tokenBody.isEmpty()) {
            reply(exchange, tokenStatus, tokenBody);
        } else {
            goodToken = "token-" + tokensGiven.incrementAndGet();
            reply(
                    exchange,
                    200,
                    "{\"access_token\":\"%s\",\"expires_in\":3599,\"token_type\":\"Bearer\"}"
                            .formatted(goodToken));
        }
    }

    private boolean verify(String assertion) {
        String[] parts = assertion.split("\\.", 4);
        try {
            Signature signature = Signature.getInstance("SHA256withRSA");
            signature.initVerify(keys.getPublic());
            signature.update((parts[0] + "." + parts[1]).getBytes(UTF_8));
            boolean good = signature.verify(Base64.getUrlDecoder().decode(parts[2]));
            JsonNode head = Json.tree(Base64.getUrlDecoder().decode(parts[0]));
            claims.add(Json.tree(Base64.getUrlDecoder().decode(parts[1])));
            return good
                    && head.path("alg").asText().equals("RS256")
                    && head.path("kid").asText().equals("key-1");
        } catch (GeneralSecurityException | RuntimeException _) {
            return false;
        }
    }

    private void model(HttpExchange exchange) throws IOException {
        exchange.getRequestBody().readAllBytes();
        String shown = exchange.getRequestHeaders().getFirst("authorization");
        asked.add(exchange.getRequestURI().toString());
        if (("Bearer " + goodToken).equals(shown)) {
            reply(exchange, 200, answer);
        } else {
            reply(exchange, 401, "{\"error\":{\"code\":401,\"status\":\"UNAUTHENTICATED\"}}");
        }
    }

    private static void reply(HttpExchange exchange, int status, String body) throws IOException {
        byte[] bytes = body.getBytes(UTF_8);
        exchange.sendResponseHeaders(status, bytes.length);
        exchange.getResponseBody().write(bytes);
        exchange.close();
    }

    private static KeyPair keyPair() {
        try {
            KeyPairGenerator generator = KeyPairGenerator.getInstance("RSA");
            generator.initialize(2048);
            return generator.generateKeyPair();
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    @Override
    public void close() {
        server.stop(0);
    }
}
