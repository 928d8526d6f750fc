package dev.tollgate.function.local;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.tollgate.Stores;
import dev.tollgate.aws.dynamo.DynamoClients;
import dev.tollgate.aws.dynamo.DynamoStores;
import dev.tollgate.aws.dynamo.Tables;
import dev.tollgate.config.StoreUnavailable;
import dev.tollgate.ledger.LedgerRecord;
import dev.tollgate.rollup.Measure;
import dev.tollgate.rollup.RollupStore;
import dev.tollgate.rollup.Rollups;
import dev.tollgate.rollup.Sums;
import dev.tollgate.telemetry.Telemetry;
import dev.tollgate.testkit.store.Arbitrary;
import dev.tollgate.testkit.store.InMemoryRollupStore;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.dynamodb.streams.DynamoDbStreamsClient;

/// On DynamoDB Local's own stream.
final class StreamPumpTest {
    private static final Instant NOON = Instant.parse("2026-11-23T12:00:00Z");

    private final Arbitrary arbitrary = new Arbitrary(7);

    @Test
    void what_is_in_the_ledger_is_folded_and_after_a_restart_it_goes_on_where_it_was(
            @TempDir Path data) throws Exception {
        try (Bed bed = new Bed(Optional.of(data))) {
            StreamPump pump = bed.pump();
            assertFalse(pump.round());
            LedgerRecord pending = bed.opened();
            assertTrue(pump.round());
            assertEquals(1, bed.sum(Measure.PENDING));
            bed.stores.ledger().settle(arbitrary.settled(pending));
            bed.opened();
            assertTrue(pump.round());
            assertFalse(pump.round());

            assertEquals(2, bed.sum(Measure.CALLS));
            assertEquals(1, bed.sum(Measure.PENDING));
        }
        try (Bed bed = new Bed(Optional.of(data))) {
            StreamPump pump = bed.pump();
            assertFalse(pump.round());
            bed.opened();
            assertTrue(pump.round());

            assertEquals(3, bed.sum(Measure.CALLS));
        }
    }

    @Test
    void what_was_not_folded_comes_again() throws Exception {
        try (Bed bed = new Bed(Optional.empty())) {
            InMemoryRollupStore rollups = new InMemoryRollupStore();
            StreamPump pump = bed.pump(rollups);
            bed.opened();
            pump.round();
            bed.opened();
            rollups.failing(true);
            assertThrows(StoreUnavailable.class, pump::round);
            rollups.failing(false);

            assertTrue(pump.round());

            assertEquals(2, sum(new Rollups(rollups), Measure.CALLS));
        }
    }

    private static long sum(Sums sums, Measure measure) {
        return sums.read("growth", NOON, NOON.plusSeconds(3_600), Set.of()).stream()
                .mapToLong(row -> row.figures().of(measure))
                .sum();
    }

    /// DynamoDB Local and its stream.
    private final class Bed implements AutoCloseable {
        final DynamoDbLocal database;
        final DynamoDbClient client;
        final DynamoDbStreamsClient streams;
        final Stores stores;

        Bed(Optional<Path> data) throws Exception {
            database = DynamoDbLocal.start(data);
            client = DynamoClients.local(database.endpoint());
            streams = DynamoClients.localStreams(database.endpoint());
            Wiring.createTables(client);
            stores = DynamoStores.of(client, Tables.local(), Clock.fixed(NOON, ZoneOffset.UTC));
        }

        StreamPump pump() {
            return pump(stores.rollups());
        }

        StreamPump pump(RollupStore rollups) {
            return new StreamPump(
                    streams,
                    Tables.local().stream(client),
                    rollups,
                    dev.tollgate.function.usage.Wiring.counting(
                            rollups, Wiring.timing(), Telemetry.silent()),
                    Telemetry.silent());
        }

        LedgerRecord opened() {
            LedgerRecord pending = arbitrary.pending("growth", NOON);
            stores.ledger().open(pending);
            return pending;
        }

        long sum(Measure measure) {
            return StreamPumpTest.sum(new Rollups(stores.rollups()), measure);
        }

        @Override
        public void close() {
            streams.close();
            client.close();
            database.close();
        }
    }
}
