package dev.tollgate.function.local;

import dev.tollgate.aws.dynamo.DynamoClients;
import dev.tollgate.aws.dynamo.Tables;
import java.time.Duration;
import java.util.Optional;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.dynamodb.streams.DynamoDbStreamsClient;

/// Roll-ups equal the ledger on DynamoDB Local with its real stream, whatever its readers do.
final class StreamStormTest {
    private static final int RUNS = Integer.getInteger("stream.runs", 50);
    private static final long FIRST_SEED = Long.getLong("stream.seed", 0);

    @Test
    void roll_ups_equal_the_ledger_whatever_becomes_of_the_readers_of_its_stream()
            throws Exception {
        long start = System.nanoTime();
        long changes = 0;
        long crashes = 0;
        try (DynamoDbLocal database = DynamoDbLocal.start(Optional.empty());
                DynamoDbClient client = DynamoClients.local(database.endpoint());
                DynamoDbStreamsClient streams = DynamoClients.localStreams(database.endpoint())) {
            Wiring.createTables(client);
            for (long seed : LongStream.range(FIRST_SEED, FIRST_SEED + RUNS).toArray()) {
                Tables tables = tables(seed);
                tables.createMissing(client);
                StreamStorm storm = new StreamStorm(client, streams, tables, seed);
                try {
                    storm.run();
                } catch (AssertionError | RuntimeException e) {
                    throw new AssertionError("seed " + seed, e);
                }
                changes += storm.changes();
                crashes += storm.crashes();
            }
        }
        System.out.printf(
                "%d ledgers of %d changes, %d crashes of readers: roll-ups equal; %.1f s%n",
                RUNS,
                changes,
                crashes,
                Duration.ofNanos(System.nanoTime() - start).toMillis() / 1_000.0);
    }

    private static Tables tables(long seed) {
        return new Tables(
                "storm-catalog",
                "storm-keys",
                "storm-ledger-" + seed,
                "storm-state",
                "storm-answers",
                "storm-payloads",
                "storm-rollups-" + seed);
    }
}
