package dev.tollgate.testkit.faults;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.ConnectException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketException;
import java.net.SocketTimeoutException;
import java.net.URI;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class FaultProxyTest {
    private static final int PATIENCE_MILLIS = 20_000;

    private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
    private final AtomicInteger asked = new AtomicInteger();
    private HttpServer service;
    private FaultProxy proxy;

    @BeforeEach
    void start() throws IOException {
        service = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        service.setExecutor(threads);
        service.createContext(
                "/",
                exchange -> {
                    asked.incrementAndGet();
                    byte[] echo = exchange.getRequestBody().readAllBytes();
                    exchange.sendResponseHeaders(200, echo.length);
                    exchange.getResponseBody().write(echo);
                    exchange.close();
                });
        service.start();
        proxy = FaultProxy.before(URI.create("http://127.0.0.1:" + service.getAddress().getPort()));
    }

    @AfterEach
    void stop() {
        proxy.close();
        service.stop(0);
        threads.close();
    }

    @Test
    void a_request_reaches_its_service_and_the_answer_comes_back() throws IOException {
        try (Socket client = client()) {
            assertTrue(exchange(client, "one").endsWith("\r\n\r\none"));
            assertTrue(exchange(client, "second").endsWith("\r\n\r\nsecond"));
        }
        assertEquals(2, asked.get());
        assertEquals(2, proxy.requests());
    }

    @Test
    void errors_and_throttling_are_told_as_dynamodb_does_on_connections_that_are_open_too()
            throws IOException {
        try (Socket client = client()) {
            exchange(client, "one");

            proxy.set(Fault.dynamoFails());
            String failed = exchange(client, "two");
            assertTrue(failed.startsWith("HTTP/1.1 500 "), failed);
            assertTrue(failed.contains("#InternalServerError\""), failed);

            proxy.set(Fault.dynamoThrottles());
            String throttled = exchange(client, "three");
            assertTrue(throttled.startsWith("HTTP/1.1 400 "), throttled);
            assertTrue(throttled.contains("#ProvisionedThroughputExceededException\""), throttled);

            proxy.set(Fault.NONE);
            assertTrue(exchange(client, "four").endsWith("four"));
        }
        assertEquals(2, asked.get());
    }

    @Test
    void silence_lasts_until_another_fault_is_set() throws IOException {
        proxy.set(Fault.SILENCE);
        try (Socket client = client()) {
            send(client, "one");
            client.setSoTimeout(100);
            assertThrows(SocketTimeoutException.class, () -> client.getInputStream().read());

            proxy.set(Fault.NONE);
            client.setSoTimeout(PATIENCE_MILLIS);
            assertThrows(SocketException.class, () -> client.getInputStream().read());
        }
        try (Socket client = client()) {
            assertTrue(exchange(client, "two").endsWith("two"));
        }
        assertEquals(1, asked.get());
    }

    @Test
    void a_refusal_ends_what_is_open_and_lets_nobody_in() throws IOException {
        try (Socket client = client()) {
            exchange(client, "one");
            proxy.set(Fault.REFUSAL);
            assertThrows(IOException.class, () -> exchange(client, "two"));
        }
        assertThrows(ConnectException.class, this::client);

        proxy.set(Fault.NONE);
        try (Socket client = client()) {
            assertTrue(exchange(client, "three").endsWith("three"));
        }
    }

    @Test
    void a_silent_connection_ends_with_its_client() throws Exception {
        proxy.set(Fault.SILENCE);
        try (Socket client = client()) {
            send(client, "one");
            while (proxy.requests() == 0) {
                Thread.onSpinWait();
            }
            assertEquals(1, proxy.connections());
        }
        while (proxy.connections() > 0) {
            Thread.onSpinWait();
        }
    }

    @Test
    void closing_ends_every_connection() throws IOException {
        proxy.set(Fault.SILENCE);
        try (Socket client = client()) {
            send(client, "one");
            proxy.close();
            assertThrows(SocketException.class, () -> client.getInputStream().read());
        }
    }

    private Socket client() throws IOException {
        Socket client = new Socket(InetAddress.getLoopbackAddress(), proxy.address().getPort());
        client.setSoTimeout(PATIENCE_MILLIS);
        return client;
    }

    private static String exchange(Socket client, String body) throws IOException {
        send(client, body);
        StringBuilder reply = new StringBuilder();
        while (!reply.toString().contains("\r\n\r\n")) {
            reply.append(next(client));
        }
        int length =
                Integer.parseInt(
                        reply.toString()
                                .toLowerCase(java.util.Locale.ROOT)
                                .split("content-length: ", 2)[1]
                                .split("\r\n", 2)[0]);
        for (int i = 0; i < length; i++) {
            reply.append(next(client));
        }
        return reply.toString();
    }

    private static char next(Socket client) throws IOException {
        int next = client.getInputStream().read();
        if (next < 0) {
            throw new IOException("the connection has ended");
        }
        return (char) next;
    }

    private static void send(Socket client, String body) throws IOException {
        client.getOutputStream()
                .write(
                        "POST / HTTP/1.1\r\nHost: here\r\nContent-Length: %d\r\n\r\n%s"
                                .formatted(body.length(), body)
                                .getBytes(UTF_8));
    }
}
