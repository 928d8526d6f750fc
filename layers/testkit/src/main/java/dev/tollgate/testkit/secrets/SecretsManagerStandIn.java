package dev.tollgate.testkit.secrets;

import com.fasterxml.jackson.databind.node.ObjectNode;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import dev.tollgate.http.Json;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;

/// Secrets Manager's `GetSecretValue` on a port of the loopback interface. Any credentials will do.
public final class SecretsManagerStandIn implements AutoCloseable {
    private static final String TARGET = "secretsmanager.GetSecretValue";
    private static final int MAX_REQUEST_BYTES = 65_536;

    private final Map<String, String> secrets = new ConcurrentHashMap<>();
    private final Map<String, AtomicInteger> reads = new ConcurrentHashMap<>();
    private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
    private final HttpServer server;
    private volatile boolean failing;

    private SecretsManagerStandIn(HttpServer server) {
        this.server = server;
    }

    /// Starts one that holds these secrets, by name.
    public static SecretsManagerStandIn start(Map<String, String> secrets) throws IOException {
        InetSocketAddress any = new InetSocketAddress(InetAddress.getLoopbackAddress(), 0);
        SecretsManagerStandIn standIn = new SecretsManagerStandIn(HttpServer.create(any, 0));
        standIn.secrets.putAll(secrets);
        standIn.server.setExecutor(standIn.threads);
        standIn.server.createContext("/", standIn::answer);
        standIn.server.start();
        return standIn;
    }

    public URI baseUri() {
        InetSocketAddress address = server.getAddress();
        return URI.create("http://127.0.0.1:" + address.getPort());
    }

    /// Creates a secret, or rotates it.
    public void put(String name, String value) {
        secrets.put(name, value);
    }

    /// While failing, every request is answered with a 500.
    public void failing(boolean on) {
        failing = on;
    }

    /// How often a secret was asked for, whatever the answer was.
    public int reads(String name) {
        AtomicInteger count = reads.get(name);
        return count == null ? 0 : count.get();
    }

    @Override
    public void close() {
        server.stop(0);
        threads.close();
    }

    private void answer(HttpExchange exchange) throws IOException {
        try (exchange) {
            String target = exchange.getRequestHeaders().getFirst("X-Amz-Target");
            byte[] body = exchange.getRequestBody().readNBytes(MAX_REQUEST_BYTES);
            String name = Json.tree(body).path("SecretId").asText();
            reads.computeIfAbsent(name, _ -> new AtomicInteger()).incrementAndGet();
            if (failing) {
                send(exchange, 500, error("InternalServiceError", "Failing on demand."));
            } else if (!TARGET.equals(target)) {
                send(exchange, 400, error("UnknownOperationException", "Only " + TARGET + "."));
            } else if (!secrets.containsKey(name)) {
                send(
                        exchange,
                        400,
                        error(
                                "ResourceNotFoundException",
                                "Secrets Manager can't find the specified secret."));
            } else {
                send(exchange, 200, value(name));
            }
        }
    }

    private ObjectNode value(String name) {
        ObjectNode value =
                Json.object()
                        .put("ARN", "arn:aws:secretsmanager:us-east-1:123456789012:secret:" + name)
                        .put("Name", name)
                        .put("VersionId", "00000000-0000-0000-0000-000000000001")
                        .put("SecretString", secrets.get(name))
                        .put("CreatedDate", 1_795_426_201);
        value.putArray("VersionStages").add("AWSCURRENT");
        return value;
    }

    private static ObjectNode error(String type, String message) {
        return Json.object().put("__type", type).put("Message", message);
    }

    private static void send(HttpExchange exchange, int status, ObjectNode body)
            throws IOException {
        byte[] bytes = Json.bytes(body);
        exchange.getResponseHeaders().set("Content-Type", "application/x-amz-json-1.1");
        exchange.sendResponseHeaders(status, bytes.length);
        exchange.getResponseBody().write(bytes);
    }
}
