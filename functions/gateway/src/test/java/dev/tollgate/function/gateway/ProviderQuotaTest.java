package dev.tollgate.function.gateway;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;

import com.sun.net.httpserver.HttpServer;
import dev.tollgate.api.Tags;
import dev.tollgate.config.Bounds;
import dev.tollgate.config.Deadline;
import dev.tollgate.config.Timing;
import dev.tollgate.http.Headers;
import dev.tollgate.http.ReplySink;
import dev.tollgate.http.Request;
import dev.tollgate.http.Service;
import dev.tollgate.identity.KeyHash;
import dev.tollgate.identity.Principal;
import dev.tollgate.identity.Role;
import dev.tollgate.identity.VirtualKey;
import dev.tollgate.provider.transport.Transports;
import dev.tollgate.telemetry.Telemetry;
import dev.tollgate.testkit.store.InMemoryCatalogStore;
import dev.tollgate.testkit.store.InMemoryKeyStore;
import dev.tollgate.testkit.store.InMemoryLedger;
import dev.tollgate.testkit.store.InMemoryStores;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/// What a provider says is left of its own limit on us, seen through the whole data plane.
class ProviderQuotaTest {
    private static final Instant NOON = Instant.parse("2026-11-24T12:00:00Z");
    private static final String CATALOG =
            """
            {"providers": {"p": {"dialect": "openai", "baseUrl": "BASE", "allowPrivateNetwork": true}},
             "aliases": {"chat": {"targets": ["p/one", "p/two"]}}}
            """;
    private static final byte[] ANSWER =
            """
            {"id": "1", "object": "chat.completion", "created": 1, "model": "m", "choices": [{"index": 0,
             "message": {"role": "assistant", "content": "hi"}, "finish_reason": "stop"}],
             "usage": {"prompt_tokens": 1, "completion_tokens": 1, "total_tokens": 2}}
            """
                    .getBytes(UTF_8);

    private final Transports transports = Transports.create();
    private final HttpServer provider;
    private final Service gateway;
    private volatile int remaining = 50;
    private String target = "";

    ProviderQuotaTest() throws IOException {
        provider = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        provider.createContext(
                "/",
                exchange -> {
                    try (exchange) {
                        exchange.getRequestBody().readAllBytes();
                        exchange.getResponseHeaders().set("content-type", "application/json");
                        exchange.getResponseHeaders().set("x-ratelimit-limit-requests", "100");
                        exchange.getResponseHeaders()
                                .set("x-ratelimit-remaining-requests", Integer.toString(remaining));
                        exchange.getResponseHeaders().set("x-ratelimit-reset-requests", "30s");
                        exchange.sendResponseHeaders(200, ANSWER.length);
                        exchange.getResponseBody().write(ANSWER);
                    }
                });
        provider.start();
        InMemoryKeyStore keys = new InMemoryKeyStore();
        KeyHash hash = KeyHash.of("tg_key");
        keys.put(
                new VirtualKey(
                        hash,
                        "test",
                        new Principal(hash.id(), "team", Set.of(Role.APP), Tags.none(), Set.of()),
                        NOON));
        InMemoryCatalogStore catalogs = new InMemoryCatalogStore();
        String base = "http://127.0.0.1:" + provider.getAddress().getPort() + "/v1";
        catalogs.put(0, CATALOG.replace("BASE", base).getBytes(UTF_8), NOON, "test");
        gateway =
                Wiring.service(
                        InMemoryStores.of(keys, catalogs, new InMemoryLedger()),
                        transports,
                        new OneSecret(),
                        (outgoing, _, _) -> outgoing,
                        Runnable::run,
                        new Timing(Clock.fixed(NOON, ZoneOffset.UTC), _ -> {}, new Random(1)),
                        Telemetry.silent(),
                        false);
    }

    @AfterEach
    void stop() {
        provider.stop(0);
        transports.close();
    }

    @Test
    void a_target_that_says_it_has_nothing_left_is_spared_before_it_refuses() {
        assertEquals("p/one", asked());
        remaining = 0;
        assertEquals("p/one", asked());

        remaining = 50;

        assertEquals("p/two", asked());
    }

    private String asked() {
        gateway.handle(
                new Request(
                        "POST",
                        "/v1/chat/completions",
                        Map.of(),
                        Headers.of("x-api-key", "tg_key"),
                        Request.Body.of(
                                "{\"model\":\"chat\",\"messages\":[{\"role\":\"user\",\"content\":\"hi\"}]}"
                                        .getBytes(UTF_8)),
                        Deadline.in(Bounds.MAX_DEADLINE, NOON)),
                new ReplySink() {
                    @Override
                    public void reply(int status, Headers headers, byte[] body) {
                        assertEquals(200, status, new String(body, UTF_8));
                        target = headers.first("x-tollgate-target").orElse("");
                    }

                    @Override
                    public Stream begin(int status, Headers headers) {
                        throw new AssertionError("not streamed");
                    }
                });
        return target;
    }
}
