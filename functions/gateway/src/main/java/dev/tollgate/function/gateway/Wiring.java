package dev.tollgate.function.gateway;

import com.amazonaws.services.lambda.runtime.RequestStreamHandler;
import dev.tollgate.ErrorBoundary;
import dev.tollgate.Gateway;
import dev.tollgate.Intake;
import dev.tollgate.Shared;
import dev.tollgate.Stores;
import dev.tollgate.Together;
import dev.tollgate.api.Dialects;
import dev.tollgate.audit.AuditTrail;
import dev.tollgate.aws.apigateway.LambdaService;
import dev.tollgate.aws.apigateway.ReplyForm;
import dev.tollgate.aws.dynamo.DynamoClients;
import dev.tollgate.aws.dynamo.DynamoStores;
import dev.tollgate.aws.dynamo.Tables;
import dev.tollgate.aws.secrets.AwsSecrets;
import dev.tollgate.aws.signing.RoleSigner;
import dev.tollgate.aws.telemetry.AwsTelemetry;
import dev.tollgate.cache.Cache;
import dev.tollgate.cache.Flights;
import dev.tollgate.cache.Idempotency;
import dev.tollgate.catalog.CatalogReader;
import dev.tollgate.catalog.LiveCatalog;
import dev.tollgate.catalog.Routes;
import dev.tollgate.config.Timing;
import dev.tollgate.dialect.chat.ChatDialect;
import dev.tollgate.dialect.messages.MessagesDialect;
import dev.tollgate.dialect.responses.ResponsesDialect;
import dev.tollgate.http.RequestSigner;
import dev.tollgate.http.Service;
import dev.tollgate.identity.Authenticator;
import dev.tollgate.identity.Secrets;
import dev.tollgate.ledger.SpillingLedger;
import dev.tollgate.limits.Limits;
import dev.tollgate.provider.BuiltInPrices;
import dev.tollgate.provider.Providers;
import dev.tollgate.provider.transport.Transports;
import dev.tollgate.routing.BreakerPolicy;
import dev.tollgate.routing.Breakers;
import dev.tollgate.routing.Pace;
import dev.tollgate.routing.RetryBudget;
import dev.tollgate.routing.Safeguards;
import dev.tollgate.telemetry.Telemetry;
import dev.tollgate.usage.Estimate;
import dev.tollgate.usage.PriceList;
import java.security.SecureRandom;
import java.time.Clock;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.Executor;

/// Puts the gateway together.
public final class Wiring {
    private Wiring() {}

    /// The data plane over any stores.
    ///
    /// @param threads where a call does several things at the same time
    /// @param environmentSecrets whether the catalogue may name `env:` secrets: on a local run only
    public static Service service(
            Stores stores,
            Transports transports,
            Secrets secrets,
            RequestSigner signer,
            Executor threads,
            Timing timing,
            Telemetry telemetry,
            boolean environmentSecrets) {
        Estimate estimate = Providers.byTokenizer();
        Breakers breakers =
                new Breakers(stores.breakers(), BreakerPolicy.DEFAULT, timing, threads, telemetry);
        Pace pace = new Pace(timing, Optional.of(breakers));
        Safeguards safeguards = new Safeguards(breakers, new RetryBudget(), pace);
        Providers providers =
                new Providers(transports, secrets, signer, estimate, timing, telemetry, pace);
        PriceList prices = BuiltInPrices.load();
        LiveCatalog catalog =
                new LiveCatalog(
                        stores.catalogs(),
                        new CatalogReader(Providers.dialects(), environmentSecrets),
                        (version, read) ->
                                Routes.of(
                                        version,
                                        read,
                                        providers,
                                        prices,
                                        estimate,
                                        safeguards,
                                        timing),
                        timing,
                        telemetry);
        Dialects dialects =
                Dialects.of(new ChatDialect(), new ResponsesDialect(), new MessagesDialect());
        Gateway gateway =
                new Gateway(
                        dialects,
                        new Intake(
                                new Authenticator(stores.keys(), timing, telemetry),
                                catalog,
                                estimate,
                                timing),
                        new SpillingLedger(stores.ledger(), timing, telemetry),
                        new Shared(
                                new Limits(stores.limits(), telemetry, timing, threads),
                                breakers,
                                new Cache(stores.cache(), timing, telemetry),
                                new Flights(),
                                new Idempotency(stores.idempotency(), timing, telemetry),
                                new AuditTrail(stores.payloads(), timing, telemetry),
                                new Together(threads)),
                        estimate,
                        timing,
                        telemetry);
        return new ErrorBoundary(dialects, timing, telemetry, gateway);
    }

    /// Threads that nobody has to end, on a machine that goes on between calls.
    public static Executor threads() {
        return new Beside();
    }

    /// The data plane on the account's own tables and secrets. The environment says where they are.
    static RequestStreamHandler onLambda() {
        Clock clock = Clock.systemUTC();
        Tables tables =
                new Tables(
                        environment("CATALOG_TABLE"),
                        environment("KEYS_TABLE"),
                        environment("LEDGER_TABLE"),
                        environment("STATE_TABLE"),
                        environment("ANSWERS_TABLE"),
                        environment("PAYLOADS_TABLE"),
                        "none"); // the roll-ups are not the data plane's business
        Beside beside = new Beside();
        Service service =
                service(
                        DynamoStores.of(DynamoClients.create(), tables, clock),
                        Transports.create(),
                        AwsSecrets.create(clock),
                        RoleSigner.create(clock),
                        beside,
                        new Timing(clock, Thread::sleep, new SecureRandom()),
                        AwsTelemetry.create(),
                        false);
        return new LambdaService(beside.awaitedBy(service), ReplyForm.STREAMED, clock);
    }

    private static String environment(String name) {
        return Objects.requireNonNull(System.getenv(name), () -> "the environment lacks " + name);
    }
}
