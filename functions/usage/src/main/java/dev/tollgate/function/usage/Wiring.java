package dev.tollgate.function.usage;

import com.amazonaws.services.lambda.runtime.RequestStreamHandler;
import dev.tollgate.ErrorBoundary;
import dev.tollgate.api.Dialects;
import dev.tollgate.audit.PayloadStore;
import dev.tollgate.aws.apigateway.LambdaService;
import dev.tollgate.aws.apigateway.ReplyForm;
import dev.tollgate.aws.dynamo.DynamoClients;
import dev.tollgate.aws.dynamo.DynamoKeyStore;
import dev.tollgate.aws.dynamo.DynamoLedger;
import dev.tollgate.aws.dynamo.DynamoPayloadStore;
import dev.tollgate.aws.telemetry.AwsTelemetry;
import dev.tollgate.config.Timing;
import dev.tollgate.dialect.chat.ChatDialect;
import dev.tollgate.http.Service;
import dev.tollgate.identity.Authenticator;
import dev.tollgate.identity.KeyStore;
import dev.tollgate.ledger.Ledger;
import dev.tollgate.telemetry.Telemetry;
import java.security.SecureRandom;
import java.time.Clock;
import java.util.Objects;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;

/// Puts the reports together.
public final class Wiring {
    private Wiring() {}

    /// The reports over any stores.
    public static Service service(
            KeyStore keys,
            Ledger ledger,
            PayloadStore payloads,
            Timing timing,
            Telemetry telemetry) {
        Reports reports =
                new Reports(
                        new Authenticator(keys, timing, telemetry),
                        ledger,
                        new RequestRecord(ledger, payloads),
                        timing);
        return new ErrorBoundary(Dialects.of(new ChatDialect()), timing, telemetry, reports);
    }

    /// The reports in the account that the environment names.
    static RequestStreamHandler onLambda() {
        Timing timing = new Timing(Clock.systemUTC(), Thread::sleep, new SecureRandom());
        DynamoDbClient dynamo = DynamoClients.create();
        Ledger ledger =
                new DynamoLedger(
                        dynamo,
                        environment("LEDGER_TABLE"),
                        DynamoLedger.DEFAULT_RETENTION,
                        timing.clock());
        Service service =
                service(
                        new DynamoKeyStore(dynamo, environment("KEYS_TABLE")),
                        ledger,
                        new DynamoPayloadStore(dynamo, environment("PAYLOADS_TABLE")),
                        timing,
                        AwsTelemetry.create());
        return new LambdaService(service, ReplyForm.BUFFERED, timing.clock());
    }

    private static String environment(String name) {
        return Objects.requireNonNull(System.getenv(name), () -> "the environment lacks " + name);
    }
}
