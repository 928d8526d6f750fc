package dev.tollgate.function.local.storm;

import dev.tollgate.aws.dynamo.DynamoLedger;
import dev.tollgate.aws.dynamo.Tables;
import dev.tollgate.ledger.LedgerRecord;
import dev.tollgate.testkit.faults.FaultProxy;
import dev.tollgate.testkit.secrets.SecretsManagerStandIn;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.http.apache5.Apache5HttpClient;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.dynamodb.services.local.main.ServerRunner;
import software.amazon.dynamodb.services.local.server.DynamoDBProxyServer;

/// One DynamoDB and one Secrets Manager for everybody; of the first, with tables of each one's own behind a proxy of its own.
final class Account implements AutoCloseable {
    private static final Duration PATIENCE = Duration.ofSeconds(60);

    private final SecretsManagerStandIn secrets =
            SecretsManagerStandIn.start(Map.of("tollgate/sim", "sk-sim"));
    private final DynamoDBProxyServer server;
    private final DynamoDbClient client;
    private final URI endpoint;

    Account() throws Exception {
        int port = freePort();
        endpoint = URI.create("http://127.0.0.1:" + port);
        server =
                ServerRunner.createServerFromCommandLineArgs(
                        new String[] {
                            "-inMemory",
                            "-sharedDb",
                            "-port",
                            Integer.toString(port),
                            "-disableTelemetry"
                        });
        server.start();
        client = patient(endpoint);
    }

    /// A client that waits as long as a busy machine takes.
    private static DynamoDbClient patient(URI endpoint) {
        return DynamoDbClient.builder()
                .httpClientBuilder(Apache5HttpClient.builder().socketTimeout(PATIENCE))
                .endpointOverride(endpoint)
                .region(Region.US_EAST_1)
                .credentialsProvider(
                        StaticCredentialsProvider.create(
                                AwsBasicCredentials.create("storm", "storm")))
                .build();
    }

    private static int freePort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        }
    }

    /// Tables by these names, and the way to them.
    Share share(String name) {
        Tables tables =
                new Tables(
                        name + "-catalog",
                        name + "-keys",
                        name + "-ledger",
                        name + "-state",
                        name + "-answers",
                        name + "-payloads",
                        name + "-rollups");
        tables.createMissing(client);
        return new Share(tables, FaultProxy.before(endpoint), client, secrets.baseUri());
    }

    @Override
    public void close() {
        client.close();
        secrets.close();
        try {
            server.stop();
        } catch (Exception e) {
            throw new IllegalStateException("DynamoDB Local did not stop", e);
        }
    }

    /// @param proxy stands before the database; the client reaches it directly
    record Share(Tables tables, FaultProxy proxy, DynamoDbClient client, URI secrets)
            implements AutoCloseable {

        /// The environment of a server that is to use it.
        Map<String, String> environment() {
            Map<String, String> environment = new HashMap<>();
            environment.put("AWS_ENDPOINT_URL_DYNAMODB", proxy.address().toString());
            environment.put("AWS_ENDPOINT_URL_SECRETS_MANAGER", secrets.toString());
            environment.put("AWS_REGION", "us-east-1");
            environment.put("AWS_ACCESS_KEY_ID", "storm");
            environment.put("AWS_SECRET_ACCESS_KEY", "storm");
            environment.put("CATALOG_TABLE", tables.catalog());
            environment.put("KEYS_TABLE", tables.keys());
            environment.put("LEDGER_TABLE", tables.ledger());
            environment.put("STATE_TABLE", tables.state());
            environment.put("ANSWERS_TABLE", tables.answers());
            environment.put("PAYLOADS_TABLE", tables.payloads());
            environment.put("ROLLUPS_TABLE", tables.rollups());
            return environment;
        }

        /// Every record of the team that a local server's key is of.
        List<LedgerRecord> ledger() {
            List<LedgerRecord> records = new ArrayList<>();
            new DynamoLedger(
                            client,
                            tables.ledger(),
                            DynamoLedger.DEFAULT_RETENTION,
                            Clock.systemUTC())
                    .scan("local", Instant.MIN, Instant.MAX, records::add);
            return records;
        }

        @Override
        public void close() {
            proxy.close();
        }
    }
}
