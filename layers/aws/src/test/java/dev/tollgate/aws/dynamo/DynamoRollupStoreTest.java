package dev.tollgate.aws.dynamo;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.tollgate.rollup.Change;
import dev.tollgate.rollup.Head;
import dev.tollgate.rollup.RollupStore;
import dev.tollgate.rollup.RollupStore.Claim;
import dev.tollgate.rollup.Segment;
import dev.tollgate.rollup.ViewBounds;
import dev.tollgate.testkit.rollup.RollupStorm;
import dev.tollgate.testkit.store.RollupStoreContract;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;

final class DynamoRollupStoreTest extends RollupStoreContract {
    private static final Instant NOW = Instant.parse("2026-11-24T00:10:00Z");

    /// See [RollupStorm]; on stores in memory there are many more.
    private static final int STORMS = 3;

    private static final LocalDate DAY = LocalDate.of(2026, 11, 23);

    private static LocalDynamo dynamo;
    private static DynamoDbClient unreachable;

    @BeforeAll
    static void start() throws Exception {
        dynamo = new LocalDynamo();
        unreachable = LocalDynamo.unreachable();
    }

    @AfterAll
    static void stop() throws Exception {
        unreachable.close();
        dynamo.stop();
    }

    @Override
    protected RollupStore empty() {
        return store(dynamo.client(), dynamo.tables().rollups());
    }

    @Override
    protected RollupStore failing() {
        return store(unreachable, "rollups");
    }

    @Test
    void roll_ups_equal_the_ledger_whatever_comes_between_two_calls_of_the_store() {
        for (int seed = 0; seed < STORMS; seed++) {
            try {
                new RollupStorm(empty(), seed, ViewBounds.DEFAULT, 8, 2).run(40);
            } catch (AssertionError e) {
                throw new AssertionError("seed " + seed, e);
            }
        }
    }

    @Test
    void a_watermark_expires_long_after_its_shard() {
        String table = dynamo.tables().rollups();

        store(dynamo.client(), table).append("shard-1", Optional.empty(), "5", List.of());

        Item item =
                new Table(dynamo.client(), table)
                        .get(RollupKey.watermark("shard-1").attributes())
                        .orElseThrow();
        assertEquals(
                NOW.plus(Duration.ofDays(7)).getEpochSecond(), item.numberOf(Expiry.ATTRIBUTE));
    }

    @Test
    void an_append_that_is_repeated_as_its_answer_was_lost_is_not_a_lost_race() {
        RollupStore store = store(twice("transactWriteItems"), dynamo.tables().rollups());

        assertTrue(
                store.append(
                        "shard-1", Optional.empty(), Change.sortable("5"), List.of(segment())));

        assertEquals(1, store.segments("a", DAY, DAY).size());
    }

    @Test
    void a_claim_and_a_replacement_that_are_repeated_count() {
        RollupStore store = store(twice("updateItem"), dynamo.tables().rollups());

        Claim claim = store.claim("a", DAY, NOW, Duration.ofMinutes(1)).orElseThrow();
        Head head = new Head("a", DAY, claim.version(), claim.slot(), 0, new byte[] {1});

        assertTrue(store.replace(claim, head, List.of()));
        assertEquals(claim.version(), store.heads("a", DAY, DAY).getFirst().version());
    }

    @Test
    void a_teams_segments_are_spread_by_the_shards_they_come_from() {
        long partitions =
                IntStream.range(0, 50)
                        .mapToObj(i -> new Segment("a", DAY, "shardId-" + i, "1", new byte[0]))
                        .map(segment -> RollupKey.segment(segment).get("pk"))
                        .distinct()
                        .count();

        assertEquals(RollupKey.SPREAD, partitions);
    }

    private static Segment segment() {
        return new Segment("a", DAY, "shard-1", Change.sortable("5"), new byte[] {1});
    }

    private static RollupStore store(DynamoDbClient client, String table) {
        return new DynamoRollupStore(client, table, Clock.fixed(NOW, ZoneOffset.UTC));
    }

    /// A client that does an operation, loses the answer, and asks once more.
    private static DynamoDbClient twice(String operation) {
        return (DynamoDbClient)
                Proxy.newProxyInstance(
                        DynamoDbClient.class.getClassLoader(),
                        new Class<?>[] {DynamoDbClient.class},
                        (_, method, arguments) -> {
                            DynamoDbClient real = dynamo.client();
                            try {
                                if (method.getName().equals(operation)) {
                                    method.invoke(real, arguments);
                                }
                                return method.invoke(real, arguments);
                            } catch (InvocationTargetException e) {
                                throw e.getCause();
                            }
                        });
    }
}
