package dev.tollgate.function.gateway;

import com.amazonaws.services.lambda.runtime.RequestStreamHandler;
import dev.tollgate.ErrorBoundary;
import dev.tollgate.Gateway;
import dev.tollgate.api.Dialects;
import dev.tollgate.aws.apigateway.LambdaService;
import dev.tollgate.aws.apigateway.ReplyForm;
import dev.tollgate.aws.dynamo.DynamoCatalogStore;
import dev.tollgate.aws.dynamo.DynamoClients;
import dev.tollgate.aws.dynamo.DynamoKeyStore;
import dev.tollgate.aws.dynamo.DynamoLedger;
import dev.tollgate.aws.secrets.AwsSecrets;
import dev.tollgate.aws.signing.RoleSigner;
import dev.tollgate.aws.telemetry.AwsTelemetry;
import dev.tollgate.catalog.CatalogReader;
import dev.tollgate.catalog.CatalogStore;
import dev.tollgate.catalog.LiveCatalog;
import dev.tollgate.catalog.Routes;
import dev.tollgate.config.Timing;
import dev.tollgate.dialect.chat.ChatDialect;
import dev.tollgate.dialect.messages.MessagesDialect;
import dev.tollgate.dialect.responses.ResponsesDialect;
import dev.tollgate.http.RequestSigner;
import dev.tollgate.http.Service;
import dev.tollgate.identity.Authenticator;
import dev.tollgate.identity.KeyStore;
import dev.tollgate.identity.Secrets;
import dev.tollgate.ledger.Ledger;
import dev.tollgate.ledger.SpillingLedger;
import dev.tollgate.provider.BuiltInPrices;
import dev.tollgate.provider.Providers;
import dev.tollgate.provider.transport.Transports;
import dev.tollgate.telemetry.Telemetry;
import dev.tollgate.usage.Estimate;
import dev.tollgate.usage.PriceList;
import java.security.SecureRandom;
import java.time.Clock;
import java.util.Objects;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;

/// Puts the gateway together.
public final class Wiring {
    private Wiring() {}

    /// The data plane over any stores.
    ///
    /// @param environmentSecrets whether the catalogue may name `env:` secrets: on a local run only
    public static Service service(
            KeyStore keys,
            CatalogStore catalogs,
            Ledger ledger,
            Transports transports,
            Secrets secrets,
            RequestSigner signer,
            Timing timing,
            Telemetry telemetry,
            boolean environmentSecrets) {
        Estimate estimate = Providers.byTokenizer();
        Providers providers =
                new Providers(transports, secrets, signer, estimate, timing, telemetry);
        PriceList prices = BuiltInPrices.load();
        LiveCatalog catalog =
                new LiveCatalog(
                        catalogs,
                        new CatalogReader(Providers.dialects(), environmentSecrets),
                        (version, read) -> Routes.of(version, read, providers, prices, timing),
                        timing,
                        telemetry);
        Dialects dialects =
                Dialects.of(new ChatDialect(), new ResponsesDialect(), new MessagesDialect());
        Gateway gateway =
                new Gateway(
                        dialects,
                        new Authenticator(keys, timing),
                        catalog,
                        new SpillingLedger(ledger, timing, telemetry),
                        estimate,
                        timing,
                        telemetry);
        return new ErrorBoundary(dialects, timing, telemetry, gateway);
    }

    /// The data plane on the account's own tables and secrets. The environment says where they are.
    static RequestStreamHandler onLambda() {
        Clock clock = Clock.systemUTC();
        Timing timing = new Timing(clock, Thread::sleep, new SecureRandom());
        DynamoDbClient dynamo = DynamoClients.create();
        Service service =
                service(
                        new DynamoKeyStore(dynamo, environment("KEYS_TABLE")),
                        new DynamoCatalogStore(dynamo, environment("CATALOG_TABLE")),
                        new DynamoLedger(
                                dynamo,
                                environment("LEDGER_TABLE"),
                                DynamoLedger.DEFAULT_RETENTION,
                                clock),
                        Transports.create(),
                        AwsSecrets.create(clock),
                        RoleSigner.create(clock),
                        timing,
                        AwsTelemetry.create(),
                        false);
        return new LambdaService(service, ReplyForm.STREAMED, clock);
    }

    private static String environment(String name) {
        return Objects.requireNonNull(System.getenv(name), () -> "the environment lacks " + name);
    }
}
