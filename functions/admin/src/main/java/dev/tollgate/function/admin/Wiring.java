package dev.tollgate.function.admin;

import com.amazonaws.services.lambda.runtime.RequestStreamHandler;
import dev.tollgate.ErrorBoundary;
import dev.tollgate.Intake;
import dev.tollgate.Stores;
import dev.tollgate.api.Dialects;
import dev.tollgate.aws.apigateway.LambdaService;
import dev.tollgate.aws.apigateway.ReplyForm;
import dev.tollgate.aws.dynamo.DynamoClients;
import dev.tollgate.aws.dynamo.DynamoStores;
import dev.tollgate.aws.dynamo.Tables;
import dev.tollgate.aws.secrets.AwsSecrets;
import dev.tollgate.aws.telemetry.AwsTelemetry;
import dev.tollgate.cache.Cache;
import dev.tollgate.catalog.CatalogReader;
import dev.tollgate.catalog.LiveCatalog;
import dev.tollgate.catalog.Routes;
import dev.tollgate.config.Timing;
import dev.tollgate.dialect.chat.ChatDialect;
import dev.tollgate.dialect.messages.MessagesDialect;
import dev.tollgate.dialect.responses.ResponsesDialect;
import dev.tollgate.http.Service;
import dev.tollgate.identity.Authenticator;
import dev.tollgate.identity.Secret;
import dev.tollgate.identity.Secrets;
import dev.tollgate.limits.Limits;
import dev.tollgate.provider.BuiltInPrices;
import dev.tollgate.provider.Providers;
import dev.tollgate.routing.Safeguards;
import dev.tollgate.telemetry.Telemetry;
import dev.tollgate.usage.Estimate;
import dev.tollgate.usage.PriceList;
import java.security.SecureRandom;
import java.time.Clock;
import java.util.Objects;
import java.util.function.Supplier;

/// Puts the control plane together.
public final class Wiring {
    private Wiring() {}

    /// The control plane over any stores.
    ///
    /// @param adminKey the key that is an admin without being in the store, asked for each request
    public static Service service(
            Stores stores,
            Supplier<Secret> adminKey,
            CatalogReader reader,
            Timing timing,
            Telemetry telemetry) {
        PriceList prices = BuiltInPrices.load();
        Dialects dialects =
                Dialects.of(new ChatDialect(), new ResponsesDialect(), new MessagesDialect());
        Admin admin =
                new Admin(
                        new AdminAuthenticator(
                                adminKey, new Authenticator(stores.keys(), timing, telemetry)),
                        new CatalogAdmin(
                                new CatalogEdits(stores.catalogs(), reader, prices, timing),
                                new ChatDialect()),
                        new KeyAdmin(stores.keys(), new KeyMint(new SecureRandom()), timing),
                        explain(stores, dialects, reader, prices, timing, telemetry),
                        new RepriceAdmin(
                                stores.ledger(),
                                new PricesInForce(stores.catalogs(), reader, prices),
                                new ChatDialect(),
                                timing));
        return new ErrorBoundary(Dialects.of(new ChatDialect()), timing, telemetry, admin);
    }

    private static ExplainAdmin explain(
            Stores stores,
            Dialects dialects,
            CatalogReader reader,
            PriceList prices,
            Timing timing,
            Telemetry telemetry) {
        Estimate estimate = Providers.byTokenizer();
        LiveCatalog catalog =
                new LiveCatalog(
                        stores.catalogs(),
                        reader,
                        (version, read) ->
                                Routes.of(
                                        version,
                                        read,
                                        Providers.unconnected(),
                                        prices,
                                        estimate,
                                        Safeguards.NONE,
                                        timing),
                        timing,
                        telemetry);
        return new ExplainAdmin(
                dialects,
                new Intake(
                        new Authenticator(stores.keys(), timing, telemetry),
                        catalog,
                        estimate,
                        timing),
                stores.keys(),
                new Explanation(
                        new Limits(stores.limits(), telemetry, timing, Runnable::run),
                        stores.breakers(),
                        new Cache(stores.cache(), timing, telemetry),
                        estimate,
                        timing),
                timing);
    }

    /// The control plane in the account that the environment names.
    static RequestStreamHandler onLambda() {
        Timing timing = new Timing(Clock.systemUTC(), Thread::sleep, new SecureRandom());
        Tables tables =
                new Tables(
                        environment("CATALOG_TABLE"),
                        environment("KEYS_TABLE"),
                        environment("LEDGER_TABLE"),
                        environment("STATE_TABLE"),
                        environment("ANSWERS_TABLE"),
                        "none", // payloads and roll-ups are not the control plane's business
                        "none");
        Secrets secrets = AwsSecrets.create(timing.clock());
        String adminKey = environment("ADMIN_KEY_SECRET");
        Service service =
                service(
                        DynamoStores.of(DynamoClients.create(), tables, timing.clock()),
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
