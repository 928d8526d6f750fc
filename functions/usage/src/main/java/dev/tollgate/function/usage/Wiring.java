package dev.tollgate.function.usage;

import com.amazonaws.services.lambda.runtime.RequestStreamHandler;
import dev.tollgate.ErrorBoundary;
import dev.tollgate.api.Dialects;
import dev.tollgate.audit.PayloadStore;
import dev.tollgate.aws.apigateway.LambdaService;
import dev.tollgate.aws.apigateway.ReplyForm;
import dev.tollgate.aws.dynamo.DynamoCatalogStore;
import dev.tollgate.aws.dynamo.DynamoClients;
import dev.tollgate.aws.dynamo.DynamoKeyStore;
import dev.tollgate.aws.dynamo.DynamoLedger;
import dev.tollgate.aws.dynamo.DynamoLimitStore;
import dev.tollgate.aws.dynamo.DynamoPayloadStore;
import dev.tollgate.aws.dynamo.DynamoRollupStore;
import dev.tollgate.aws.telemetry.AwsTelemetry;
import dev.tollgate.catalog.CatalogReader;
import dev.tollgate.catalog.CatalogStore;
import dev.tollgate.config.Timing;
import dev.tollgate.dialect.chat.ChatDialect;
import dev.tollgate.http.Service;
import dev.tollgate.identity.Authenticator;
import dev.tollgate.identity.KeyStore;
import dev.tollgate.ledger.Ledger;
import dev.tollgate.limits.LimitStore;
import dev.tollgate.limits.Limits;
import dev.tollgate.provider.Providers;
import dev.tollgate.rollup.Compaction;
import dev.tollgate.rollup.Counting;
import dev.tollgate.rollup.Rollup;
import dev.tollgate.rollup.RollupStore;
import dev.tollgate.rollup.Rollups;
import dev.tollgate.rollup.Sums;
import dev.tollgate.rollup.Sweep;
import dev.tollgate.rollup.Upkeep;
import dev.tollgate.rollup.ViewBounds;
import dev.tollgate.telemetry.Telemetry;
import java.security.SecureRandom;
import java.time.Clock;
import java.util.Objects;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;

/// Puts the reports together.
public final class Wiring {
    private Wiring() {}

    /// The reports over any stores.
    ///
    /// @param reader of what the catalogue store holds
    public static Service service(
            KeyStore keys,
            Sums sums,
            Ledger ledger,
            PayloadStore payloads,
            CatalogStore catalogs,
            LimitStore limits,
            CatalogReader reader,
            Timing timing,
            Telemetry telemetry) {
        Authenticator authenticator = new Authenticator(keys, timing, telemetry);
        Budgets budgets =
                new Budgets(
                        authenticator,
                        new LimitsInForce(catalogs, reader),
                        new BudgetShares(sums::read, keys),
                        new Limits(limits, telemetry, timing, Runnable::run),
                        timing);
        Reports reports =
                new Reports(
                        authenticator, sums, ledger, new RequestRecord(ledger, payloads), timing);
        return new ErrorBoundary(
                Dialects.of(new ChatDialect()),
                timing,
                telemetry,
                new Front(Dashboard.load(), budgets, reports));
    }

    /// The reports in the account that the environment names.
    static RequestStreamHandler onLambda() {
        Timing timing = new Timing(Clock.systemUTC(), Thread::sleep, new SecureRandom());
        DynamoDbClient dynamo = DynamoClients.create();
        Service service =
                service(
                        new DynamoKeyStore(dynamo, environment("KEYS_TABLE")),
                        new Rollups(rollups(dynamo, timing.clock())),
                        ledger(dynamo, timing.clock()),
                        new DynamoPayloadStore(dynamo, environment("PAYLOADS_TABLE")),
                        new DynamoCatalogStore(dynamo, environment("CATALOG_TABLE")),
                        new DynamoLimitStore(dynamo, environment("STATE_TABLE")),
                        new CatalogReader(Providers.dialects(), false),
                        timing,
                        AwsTelemetry.create());
        return new LambdaService(service, ReplyForm.BUFFERED, timing.clock());
    }

    /// What the ledger's stream calls in that account.
    static RequestStreamHandler onStream() {
        Timing timing = new Timing(Clock.systemUTC(), Thread::sleep, new SecureRandom());
        Telemetry telemetry = AwsTelemetry.create();
        RollupStore rollups = rollups(DynamoClients.create(), timing.clock());
        return new Logged(
                new Stream(counting(rollups, timing, telemetry)::fold, timing, telemetry));
    }

    /// What the schedule calls in that account.
    static RequestStreamHandler onSweep() {
        Timing timing = new Timing(Clock.systemUTC(), Thread::sleep, new SecureRandom());
        DynamoDbClient dynamo = DynamoClients.create();
        Upkeep upkeep =
                upkeep(
                        rollups(dynamo, timing.clock()),
                        ledger(dynamo, timing.clock()),
                        timing,
                        AwsTelemetry.create());
        return new Logged(new Schedule(upkeep, timing));
    }

    /// Counts what the ledger tells in any store of roll-ups.
    public static Counting counting(RollupStore rollups, Timing timing, Telemetry telemetry) {
        return new Counting(new Rollup(rollups), compaction(rollups, timing), telemetry);
    }

    private static Compaction compaction(RollupStore rollups, Timing timing) {
        return new Compaction(rollups, timing, ViewBounds.DEFAULT);
    }

    /// Keeps roll-ups over any stores in order.
    public static Upkeep upkeep(
            RollupStore rollups, Ledger ledger, Timing timing, Telemetry telemetry) {
        return new Upkeep(
                rollups,
                new Sweep(new Rollups(rollups), ledger, timing, telemetry),
                compaction(rollups, timing)::mergeIfDue,
                timing,
                telemetry);
    }

    private static RollupStore rollups(DynamoDbClient dynamo, Clock clock) {
        return new DynamoRollupStore(dynamo, environment("ROLLUPS_TABLE"), clock);
    }

    private static Ledger ledger(DynamoDbClient dynamo, Clock clock) {
        return new DynamoLedger(
                dynamo, environment("LEDGER_TABLE"), DynamoLedger.DEFAULT_RETENTION, clock);
    }

    private static String environment(String name) {
        return Objects.requireNonNull(System.getenv(name), () -> "the environment lacks " + name);
    }
}
