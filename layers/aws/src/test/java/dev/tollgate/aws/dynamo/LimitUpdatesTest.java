package dev.tollgate.aws.dynamo;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import dev.tollgate.config.StoreUnavailable;
import dev.tollgate.limits.Bucket;
import dev.tollgate.limits.LimitStore;
import dev.tollgate.limits.LimitStore.Take;
import dev.tollgate.limits.LimitStore.Taking;
import dev.tollgate.limits.Priority;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.time.Instant;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;

/// What is sent when DynamoDB does not answer as it should: an update that may have happened is not sent again.
final class LimitUpdatesTest {
    private final AtomicInteger requests = new AtomicInteger();

    @ParameterizedTest
    @ValueSource(strings = {"InternalServerError", "no answer", "broken connection"})
    void an_update_that_may_have_happened_is_not_sent_again(String what) throws Exception {
        asking(what, store -> assertThrows(StoreUnavailable.class, () -> take(store)));

        assertEquals(1, requests.get());
    }

    @ParameterizedTest
    @ValueSource(strings = {"ProvisionedThroughputExceededException", "ThrottlingException"})
    void an_update_that_was_throttled_is_sent_once_more(String what) throws Exception {
        asking(what, store -> assertInstanceOf(Taking.Busy.class, take(store)));

        assertEquals(2, requests.get());
    }

    private Taking take(LimitStore store) {
        return store.take(
                new Take(
                        new Bucket("limit/once", true, Instant.parse("2026-12-01T00:00:00Z")),
                        1,
                        1,
                        true,
                        Optional.empty(),
                        Priority.NORMAL),
                Instant.parse("2026-11-23T12:00:00Z"));
    }

    private void asking(String what, Consumer<LimitStore> test) throws Exception {
        CountDownLatch over = new CountDownLatch(1);
        HttpServer server =
                HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
        server.createContext(
                "/",
                exchange -> {
                    requests.incrementAndGet();
                    exchange.getRequestBody().readAllBytes();
                    answer(what, exchange, over);
                });
        server.start();
        try (DynamoDbClient client =
                DynamoClients.local(
                        URI.create("http://127.0.0.1:" + server.getAddress().getPort()))) {
            test.accept(new DynamoLimitStore(client, "state"));
        } finally {
            over.countDown();
            server.stop(0);
        }
    }

    private static void answer(String what, HttpExchange exchange, CountDownLatch over)
            throws IOException {
        if (what.equals("no answer")) {
            try {
                over.await();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        }
        if (what.contains(" ")) {
            exchange.close();
            return;
        }
        byte[] body =
                "{\"__type\":\"com.amazonaws.dynamodb.v20120810#%s\"}"
                        .formatted(what)
                        .getBytes(UTF_8);
        exchange.getResponseHeaders().set("content-type", "application/x-amz-json-1.0");
        exchange.sendResponseHeaders(what.startsWith("Internal") ? 500 : 400, body.length);
        exchange.getResponseBody().write(body);
        exchange.close();
    }
}
