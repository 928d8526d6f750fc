package dev.tollgate.function.local;

import dev.tollgate.catalog.CatalogReader;
import dev.tollgate.config.Timing;
import dev.tollgate.http.Service;
import dev.tollgate.identity.Secret;
import dev.tollgate.identity.Secrets;
import dev.tollgate.telemetry.Telemetry;
import dev.tollgate.testkit.store.InMemoryCatalogStore;
import dev.tollgate.testkit.store.InMemoryKeyStore;
import dev.tollgate.testkit.store.InMemoryLedger;
import java.io.IOException;
import java.time.Clock;
import java.util.Map;
import java.util.concurrent.ThreadLocalRandom;

/// The outside world, and the services put together on it.
final class Wiring {
    private Wiring() {}

    static Map<String, String> environment() {
        return System.getenv();
    }

    static Timing timing() {
        return new Timing(
                Clock.systemUTC(), Thread::sleep, () -> ThreadLocalRandom.current().nextLong());
    }

    static Stores stores(Options options, Resources resources) throws IOException {
        return switch (options.store()) {
            case MEMORY, DYNAMODB, DYNAMODB_LOCAL ->
                    new Stores(
                            new InMemoryKeyStore(),
                            new InMemoryCatalogStore(),
                            new InMemoryLedger());
        };
    }

    static Secrets secrets(Options options, Resources resources) {
        return new EnvironmentSecrets(
                environment(),
                new Secrets() {
                    @Override
                    public Secret read(String name) {
                        return new Secret("sk-sim");
                    }

                    @Override
                    public Secret readAgain(String name) {
                        return read(name);
                    }
                });
    }

    /// The services of all functions, by path.
    ///
    /// @param adminKey an admin beside those in the key store
    static Service services(
            Stores stores, Secrets secrets, String adminKey, CatalogReader reader, Timing timing) {
        Telemetry telemetry = Telemetry.silent();
        ReadYourWrites consistency = new ReadYourWrites();
        return new Paths(
                consistency.calls(
                        dev.tollgate.function.gateway.Wiring.service(
                                stores.keys(),
                                stores.catalogs(),
                                stores.ledger(),
                                secrets,
                                timing,
                                telemetry,
                                true)),
                dev.tollgate.function.admin.Wiring.service(
                        stores.keys(),
                        stores.catalogs(),
                        () -> new Secret(adminKey),
                        reader,
                        timing,
                        telemetry),
                consistency.reports(
                        dev.tollgate.function.usage.Wiring.service(
                                stores.keys(), stores.ledger(), timing, telemetry)));
    }
}
