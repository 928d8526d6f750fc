package dev.tollgate.function.gateway;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.tollgate.api.Tags;
import dev.tollgate.aws.secrets.AwsSecrets;
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
import dev.tollgate.testkit.secrets.SecretsManagerStandIn;
import dev.tollgate.testkit.sim.SimulatedProvider;
import dev.tollgate.testkit.store.InMemoryCatalogStore;
import dev.tollgate.testkit.store.InMemoryKeyStore;
import dev.tollgate.testkit.store.InMemoryLedger;
import dev.tollgate.testkit.store.InMemoryStores;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/// A provider's key that is rotated in Secrets Manager, seen through the whole data plane.
class SecretRotationTest {
    private static final String CATALOG =
            """
            {"providers": {"sim": {"dialect": "openai", "baseUrl": "BASE", "allowPrivateNetwork": true,
                                   "secret": "tollgate/sim"}},
             "aliases": {"old-key": {"target": "sim/key-sk-old", "retries": 0},
                         "new-key": {"target": "sim/key-sk-new", "retries": 0}}}
            """;

    private Instant now = Instant.parse("2026-11-23T12:00:00Z");
    private final SimulatedProvider provider = SimulatedProvider.start();
    private final Transports transports = Transports.create();
    private final SecretsManagerStandIn secrets =
            SecretsManagerStandIn.start(Map.of("tollgate/sim", "sk-old"));
    private final Service gateway;

    SecretRotationTest() throws IOException {
        Clock clock = new Hand();
        InMemoryKeyStore keys = new InMemoryKeyStore();
        KeyHash hash = KeyHash.of("tg_key");
        keys.put(
                new VirtualKey(
                        hash,
                        "test",
                        new Principal(hash.id(), "team", Set.of(Role.APP), Tags.none(), Set.of()),
                        now));
        InMemoryCatalogStore catalogs = new InMemoryCatalogStore();
        String catalog = CATALOG.replace("BASE", provider.baseUri().toString());
        catalogs.put(0, catalog.getBytes(StandardCharsets.UTF_8), now, "test");
        gateway =
                Wiring.service(
                        InMemoryStores.of(keys, catalogs, new InMemoryLedger()),
                        transports,
                        AwsSecrets.local(secrets.baseUri(), clock),
                        (outgoing, _, _) -> outgoing,
                        Runnable::run,
                        new Timing(clock, Thread::sleep, new SecureRandom()),
                        Telemetry.silent(),
                        false);
    }

    @AfterEach
    void stop() {
        transports.close();
        provider.close();
        secrets.close();
    }

    private int call(String alias) {
        int[] status = new int[1];
        byte[] body =
                ("{\"model\":\""
                                + alias
                                + "\",\"messages\":[{\"role\":\"user\",\"content\":\"hi\"}]}")
                        .getBytes(StandardCharsets.UTF_8);
        gateway.handle(
                new Request(
                        "POST",
                        "/v1/chat/completions",
                        Map.of(),
                        Headers.of("x-api-key", "tg_key"),
                        Request.Body.of(body),
                        Deadline.in(Bounds.MAX_DEADLINE, now)),
                new ReplySink() {
                    @Override
                    public void reply(int code, Headers headers, byte[] content) {
                        status[0] = code;
                    }

                    @Override
                    public Stream begin(int code, Headers headers) {
                        throw new AssertionError("not streamed");
                    }
                });
        return status[0];
    }

    @Test
    void a_rotated_secret_is_picked_up_at_once_after_the_provider_refuses_the_old_one() {
        assertEquals(200, call("old-key"));
        secrets.put("tollgate/sim", "sk-new");
        now = now.plus(Duration.ofSeconds(2));

        assertEquals(200, call("new-key"));
    }

    @Test
    void a_rotated_secret_is_picked_up_within_a_minute_without_any_refusal() {
        assertEquals(200, call("old-key"));
        secrets.put("tollgate/sim", "sk-new");
        now = now.plus(Duration.ofSeconds(60));
        long before = provider.calls();

        assertEquals(200, call("new-key"));
        assertEquals(before + 1, provider.calls());
    }

    /// A clock that is moved by hand.
    private final class Hand extends Clock {
        @Override
        public Instant instant() {
            return now;
        }

        @Override
        public ZoneId getZone() {
            return ZoneOffset.UTC;
        }

        @Override
        public Clock withZone(ZoneId zone) {
            return this;
        }
    }
}
