package dev.tollgate.aws.dynamo;

import java.net.ServerSocket;
import java.net.URI;
import java.util.concurrent.atomic.AtomicInteger;
import software.amazon.awssdk.core.exception.SdkClientException;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.dynamodb.services.local.main.ServerRunner;
import software.amazon.dynamodb.services.local.server.DynamoDBProxyServer;

/// DynamoDB Local in this process, in memory, on a free port.
final class LocalDynamo {
    private static final int MAX_FIRST_ATTEMPTS = 10;

    private final DynamoDBProxyServer server;
    private final DynamoDbClient client;
    private final AtomicInteger sets = new AtomicInteger();

    LocalDynamo() throws Exception {
        int port = freePort();
        server =
                ServerRunner.createServerFromCommandLineArgs(
                        new String[] {
                            "-inMemory", "-port", Integer.toString(port), "-disableTelemetry"
                        });
        server.start();
        client = DynamoClients.local(URI.create("http://127.0.0.1:" + port));
        awaitFirstAnswer();
    }

    /// A database that has just started may take longer for its first request than any call has.
    private void awaitFirstAnswer() {
        for (int attempt = 1; ; attempt++) {
            try {
                client.listTables();
                return;
            } catch (SdkClientException timeout) {
                if (attempt == MAX_FIRST_ATTEMPTS) {
                    throw timeout;
                }
            }
        }
    }

    DynamoDbClient client() {
        return client;
    }

    /// A client that nothing answers.
    static DynamoDbClient unreachable() throws Exception {
        return DynamoClients.local(URI.create("http://127.0.0.1:" + freePort()));
    }

    /// Empty tables that no one else uses.
    Tables tables() {
        int set = sets.incrementAndGet();
        Tables tables =
                new Tables(
                        "catalog-" + set,
                        "keys-" + set,
                        "ledger-" + set,
                        "state-" + set,
                        "answers-" + set,
                        "payloads-" + set,
                        "rollups-" + set);
        tables.createMissing(client);
        return tables;
    }

    void stop() throws Exception {
        client.close();
        server.stop();
    }

    private static int freePort() throws Exception {
        try (ServerSocket socket = new ServerSocket(0)) {
            return socket.getLocalPort();
        }
    }
}
