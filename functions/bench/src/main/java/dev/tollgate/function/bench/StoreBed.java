package dev.tollgate.function.bench;

import dev.tollgate.api.Tags;
import dev.tollgate.aws.dynamo.DynamoCatalogStore;
import dev.tollgate.aws.dynamo.DynamoKeyStore;
import dev.tollgate.aws.dynamo.DynamoStores;
import dev.tollgate.aws.dynamo.Tables;
import dev.tollgate.config.Timing;
import dev.tollgate.function.admin.CatalogFile;
import dev.tollgate.function.bench.Kind.Ask;
import dev.tollgate.function.gateway.Wiring;
import dev.tollgate.http.Json;
import dev.tollgate.identity.KeyHash;
import dev.tollgate.identity.Principal;
import dev.tollgate.identity.Role;
import dev.tollgate.identity.Secret;
import dev.tollgate.identity.Secrets;
import dev.tollgate.identity.VirtualKey;
import dev.tollgate.provider.transport.Transports;
import dev.tollgate.telemetry.Telemetry;
import dev.tollgate.testkit.sim.SimulatedProvider;
import java.io.IOException;
import java.io.InputStream;
import java.net.ServerSocket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.dynamodb.services.local.main.ServerRunner;
import software.amazon.dynamodb.services.local.server.DynamoDBProxyServer;

/// The data plane on DynamoDB Local and the simulated provider, with a meter in between.
///
/// Its clock stands still while a request runs, so that nothing that is read again from time to time is read by chance.
final class StoreBed implements AutoCloseable {
    private static final Tables TABLES = Tables.local();
    private static final String KEY = "tg_bench";
    private static final Duration NEXT_REQUEST = Duration.ofMillis(100);
    private static final Duration NEXT_KIND = Duration.ofMinutes(5);

    private final DynamoDBProxyServer database;
    private final DynamoDbClient client;
    private final StoreMeter meter = new StoreMeter();
    private final List<Long> providerAsked = new CopyOnWriteArrayList<>();
    private final SimulatedProvider provider =
            SimulatedProvider.start(0, _ -> providerAsked.add(System.nanoTime()));
    private final Transports transports = Transports.create();
    private final Hand clock = new Hand();

    /// @param catalog a resource of this package; `BASE` in it is where the simulated provider is
    StoreBed(String catalog) throws Exception {
        int port = freePort();
        database =
                ServerRunner.createServerFromCommandLineArgs(
                        new String[] {
                            "-inMemory", "-port", Integer.toString(port), "-disableTelemetry"
                        });
        database.start();
        client = client(URI.create("http://127.0.0.1:" + port));
        TABLES.createMissing(client);
        new DynamoCatalogStore(client, TABLES.catalog())
                .put(0, catalog(catalog), clock.instant(), "bench");
        KeyHash hash = KeyHash.of(KEY);
        new DynamoKeyStore(client, TABLES.keys())
                .put(
                        new VirtualKey(
                                hash,
                                "bench",
                                new Principal(
                                        hash.id(),
                                        "bench",
                                        Set.of(Role.APP),
                                        Tags.none(),
                                        Set.of()),
                                clock.instant()));
    }

    /// Sends one request of a kind in a fresh sandbox, after those that belong before it.
    Measured measure(Kind kind) throws InterruptedException {
        clock.now = clock.now.plus(NEXT_KIND);
        Sandbox sandbox = sandbox();
        for (Ask ask : kind.before()) {
            sandbox.send(ask);
            clock.now = clock.now.plus(NEXT_REQUEST);
        }
        clock.now = clock.now.plus(kind.pause());
        meter.take();
        providerAsked.clear();
        Sandbox.Reply reply = sandbox.send(kind.measured());
        List<StoreCall> calls = meter.take();
        return Measured.of(
                kind.name(), reply.status(), List.copyOf(providerAsked), reply.at(), calls);
    }

    private Sandbox sandbox() {
        return new Sandbox(
                Wiring.service(
                        DynamoStores.of(client, TABLES, clock),
                        transports,
                        new AnySecret(),
                        (outgoing, _, _) -> outgoing,
                        Wiring.threads(),
                        new Timing(clock, Thread::sleep, new SecureRandom()),
                        Telemetry.silent(),
                        false),
                clock,
                KEY);
    }

    private DynamoDbClient client(URI endpoint) {
        return PatientClient.of(endpoint)
                .overrideConfiguration(override -> override.addExecutionInterceptor(meter))
                .build();
    }

    private byte[] catalog(String name) throws IOException {
        try (InputStream in = Objects.requireNonNull(getClass().getResourceAsStream(name), name)) {
            String text =
                    new String(in.readAllBytes(), StandardCharsets.UTF_8)
                            .replace("BASE", provider.baseUri().toString());
            return Json.bytes(CatalogFile.read(text.getBytes(StandardCharsets.UTF_8)));
        }
    }

    private static int freePort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0)) {
            return socket.getLocalPort();
        }
    }

    @Override
    public void close() {
        client.close();
        transports.close();
        provider.close();
        try {
            database.stop();
        } catch (Exception e) {
            throw new IllegalStateException("DynamoDB Local did not stop", e);
        }
    }

    /// A clock that is moved by hand.
    private static final class Hand extends Clock {
        private Instant now = Instant.parse("2026-11-24T12:00:00Z");

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

    private static final class AnySecret implements Secrets {
        @Override
        public Secret read(String name) {
            return new Secret("sk-bench");
        }

        @Override
        public Secret readAgain(String name) {
            return read(name);
        }
    }
}
