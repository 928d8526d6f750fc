package dev.tollgate.function.admin;

import com.amazonaws.services.lambda.runtime.RequestStreamHandler;
import dev.tollgate.ErrorBoundary;
import dev.tollgate.api.Dialect;
import dev.tollgate.api.Dialects;
import dev.tollgate.aws.apigateway.LambdaService;
import dev.tollgate.aws.apigateway.ReplyForm;
import dev.tollgate.aws.dynamo.DynamoCatalogStore;
import dev.tollgate.aws.dynamo.DynamoClients;
import dev.tollgate.aws.dynamo.DynamoKeyStore;
import dev.tollgate.aws.secrets.AwsSecrets;
import dev.tollgate.aws.telemetry.AwsTelemetry;
import dev.tollgate.catalog.CatalogReader;
import dev.tollgate.catalog.CatalogStore;
import dev.tollgate.config.Timing;
import dev.tollgate.dialect.chat.ChatDialect;
import dev.tollgate.http.Service;
import dev.tollgate.identity.Authenticator;
import dev.tollgate.identity.KeyStore;
import dev.tollgate.identity.Secret;
import dev.tollgate.identity.Secrets;
import dev.tollgate.provider.Providers;
import dev.tollgate.telemetry.Telemetry;
import java.security.SecureRandom;
import java.time.Clock;
import java.util.Objects;
import java.util.function.Supplier;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;

/// Puts the control plane together.
public final class Wiring {
    private Wiring() {}

    /// The control plane over any stores.
    ///
    /// @param adminKey the key that is an admin without being in the store, asked for each request
    public static Service service(
            KeyStore keys,
            CatalogStore catalogs,
            Supplier<Secret> adminKey,
            CatalogReader reader,
            Timing timing,
            Telemetry telemetry) {
        Dialect dialect = new ChatDialect();
        Admin admin =
                new Admin(
                        new AdminAuthenticator(adminKey, new Authenticator(keys, timing)),
                        new CatalogAdmin(new CatalogEdits(catalogs, reader, timing), dialect),
                        new KeyAdmin(keys, new KeyMint(new SecureRandom()), timing));
        return new ErrorBoundary(Dialects.of(dialect), timing, telemetry, admin);
    }

    /// The control plane in the account that the environment names.
    static RequestStreamHandler onLambda() {
        Timing timing = new Timing(Clock.systemUTC(), Thread::sleep, new SecureRandom());
        DynamoDbClient dynamo = DynamoClients.create();
        Secrets secrets = AwsSecrets.create(timing.clock());
        String adminKey = environment("ADMIN_KEY_SECRET");
        Service service =
                service(
                        new DynamoKeyStore(dynamo, environment("KEYS_TABLE")),
                        new DynamoCatalogStore(dynamo, environment("CATALOG_TABLE")),
                        () -> secrets.read(adminKey),
                        new CatalogReader(Providers.dialects(), false),
                        timing,
                        AwsTelemetry.create());
        return new LambdaService(service, ReplyForm.BUFFERED, timing.clock());
    }

    private static String environment(String name) {
        return Objects.requireNonNull(System.getenv(name), () -> "the environment lacks " + name);
    }
}
