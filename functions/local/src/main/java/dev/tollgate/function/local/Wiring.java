package dev.tollgate.function.local;

import dev.tollgate.Stores;
import dev.tollgate.aws.dynamo.DynamoClients;
import dev.tollgate.aws.dynamo.DynamoStores;
import dev.tollgate.aws.dynamo.Tables;
import dev.tollgate.aws.secrets.AwsSecrets;
import dev.tollgate.aws.signing.RoleSigner;
import dev.tollgate.catalog.CatalogReader;
import dev.tollgate.config.Timing;
import dev.tollgate.http.RequestSigner;
import dev.tollgate.http.Service;
import dev.tollgate.identity.Secret;
import dev.tollgate.identity.Secrets;
import dev.tollgate.provider.Providers;
import dev.tollgate.provider.transport.Transports;
import dev.tollgate.rollup.Counting;
import dev.tollgate.rollup.Rollups;
import dev.tollgate.telemetry.Telemetry;
import dev.tollgate.testkit.secrets.SecretsManagerStandIn;
import dev.tollgate.testkit.store.InMemoryCatalogStore;
import dev.tollgate.testkit.store.InMemoryKeyStore;
import dev.tollgate.testkit.store.InMemoryLedger;
import dev.tollgate.testkit.store.InMemoryStores;
import java.io.IOException;
import java.time.Clock;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ThreadLocalRandom;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.AwsCredentials;
import software.amazon.awssdk.auth.credentials.AwsSessionCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.core.exception.SdkClientException;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;

/// The outside world, and the services put together on it.
final class Wiring {
    private static final int MAX_FIRST_ATTEMPTS = 10;

    private Wiring() {}

    static Map<String, String> environment() {
        return System.getenv();
    }

    static Timing timing() {
        return new Timing(
                Clock.systemUTC(), Thread::sleep, () -> ThreadLocalRandom.current().nextLong());
    }

    /// What a command line says is where.
    ///
    /// @param changes empty if somebody else keeps the roll-ups
    record Opened(Stores stores, Optional<ChangeSource> changes) {}

    static Opened open(Options options, Resources resources) throws IOException {
        return switch (options.store()) {
            case MEMORY -> {
                InMemoryLedger ledger = new InMemoryLedger();
                Stores stores =
                        InMemoryStores.of(
                                new InMemoryKeyStore(), new InMemoryCatalogStore(), ledger);
                ChangeQueue changes = new ChangeQueue(counting(stores));
                ledger.onChange(changes::add);
                yield new Opened(stores, Optional.of(changes));
            }
            case DYNAMODB ->
                    new Opened(
                            DynamoStores.of(
                                    resources.add(DynamoClients.create()),
                                    new Tables(
                                            variable("CATALOG_TABLE"),
                                            variable("KEYS_TABLE"),
                                            variable("LEDGER_TABLE"),
                                            variable("STATE_TABLE"),
                                            variable("ANSWERS_TABLE"),
                                            variable("PAYLOADS_TABLE"),
                                            variable("ROLLUPS_TABLE")),
                                    Clock.systemUTC()),
                            Optional.empty());
            case DYNAMODB_LOCAL -> {
                DynamoDbLocal database = resources.add(DynamoDbLocal.start(options.data()));
                DynamoDbClient client = resources.add(DynamoClients.local(database.endpoint()));
                createTables(client);
                Stores stores = DynamoStores.of(client, Tables.local(), Clock.systemUTC());
                StreamPump changes =
                        new StreamPump(
                                resources.add(DynamoClients.localStreams(database.endpoint())),
                                Tables.local().stream(client),
                                stores.rollups(),
                                counting(stores),
                                new ConsoleTelemetry());
                yield new Opened(stores, Optional.of(changes));
            }
        };
    }

    /// A database that has just started may take longer for its first request than any call has.
    static void createTables(DynamoDbClient client) {
        for (int attempt = 1; ; attempt++) {
            try {
                Tables.local().createMissing(client);
                return;
            } catch (SdkClientException timeout) {
                if (attempt == MAX_FIRST_ATTEMPTS) {
                    throw timeout;
                }
            }
        }
    }

    private static String variable(String name) {
        return Optional.ofNullable(System.getenv(name))
                .orElseThrow(() ->
                        new IllegalStateException(
                                "--store dynamodb needs the environment variable " + name));
    }

    /// Secrets Manager, in an account or in this process; there with what the environment has, too.
    static Secrets secrets(Options options, Map<String, String> environment, Resources resources)
            throws IOException {
        Clock clock = Clock.systemUTC();
        if (!options.store().onThisMachine()) {
            return AwsSecrets.create(clock);
        }
        SecretsManagerStandIn standIn =
                resources.add(SecretsManagerStandIn.start(LocalSecrets.of(environment)));
        return new EnvironmentSecrets(environment, AwsSecrets.local(standIn.baseUri(), clock));
    }

    /// Signs as the one whose keys the environment has, or else as whom the SDK finds.
    static RequestSigner signer(Map<String, String> environment, Timing timing) {
        String id = environment.getOrDefault("AWS_ACCESS_KEY_ID", "");
        String key = environment.getOrDefault("AWS_SECRET_ACCESS_KEY", "");
        if (id.isBlank() || key.isBlank()) {
            return RoleSigner.create(timing.clock());
        }
        String session = environment.getOrDefault("AWS_SESSION_TOKEN", "");
        AwsCredentials known =
                session.isBlank()
                        ? AwsBasicCredentials.create(id, key)
                        : AwsSessionCredentials.create(id, key, session);
        return new RoleSigner(StaticCredentialsProvider.create(known), timing.clock());
    }

    /// What a catalogue may name: secrets of the environment on this machine's own stores only.
    static CatalogReader reader(Options options) {
        return new CatalogReader(Providers.dialects(), options.store().onThisMachine());
    }

    private static Counting counting(Stores stores) {
        return dev.tollgate.function.usage.Wiring.counting(
                stores.rollups(), timing(), new ConsoleTelemetry());
    }

    /// Keeps the roll-ups, if nobody else does.
    static Optional<Pump> pump(Opened opened, Timing timing, Resources resources) {
        Telemetry telemetry = new ConsoleTelemetry();
        Stores stores = opened.stores();
        return opened.changes()
                .map(changes ->
                        resources.add(
                                Pump.start(
                                        changes,
                                        dev.tollgate.function.usage.Wiring.upkeep(
                                                stores.rollups(),
                                                stores.ledger(),
                                                timing,
                                                telemetry),
                                        timing,
                                        telemetry)));
    }

    /// The services of all functions, by path.
    ///
    /// @param pump keeps roll-ups up with calls; empty if nobody here does
    /// @param adminKey an admin beside those in the key store
    static Service services(
            Stores stores,
            Optional<Pump> pump,
            Transports transports,
            Secrets secrets,
            RequestSigner signer,
            String adminKey,
            CatalogReader reader,
            Timing timing) {
        Telemetry telemetry = new ConsoleTelemetry();
        ReadYourWrites consistency =
                pump.map(it -> new ReadYourWrites(it::catchUp)).orElseGet(ReadYourWrites::new);
        return new Paths(
                consistency.calls(
                        dev.tollgate.function.gateway.Wiring.service(
                                stores,
                                transports,
                                secrets,
                                signer,
                                dev.tollgate.function.gateway.Wiring.threads(),
                                timing,
                                telemetry,
                                reader.environmentSecrets())),
                admin(
                        consistency,
                        dev.tollgate.function.admin.Wiring.service(
                                stores, () -> new Secret(adminKey), reader, timing, telemetry)),
                consistency.reports(
                        dev.tollgate.function.usage.Wiring.service(
                                stores.keys(),
                                new Rollups(stores.rollups()),
                                stores.ledger(),
                                stores.payloads(),
                                stores.catalogs(),
                                stores.limits(),
                                reader,
                                timing,
                                telemetry)));
    }

    /// The control plane, which reports where it reprices.
    private static Service admin(ReadYourWrites consistency, Service admin) {
        Service reports = consistency.reports(admin);
        return (request, sink) ->
                (request.path().equals("/admin/reprice") ? reports : admin).handle(request, sink);
    }
}
