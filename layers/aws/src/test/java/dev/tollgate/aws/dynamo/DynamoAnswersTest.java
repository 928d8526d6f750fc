package dev.tollgate.aws.dynamo;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.tollgate.cache.CacheStore;
import dev.tollgate.cache.CacheStore.Stored;
import dev.tollgate.cache.IdempotencyStore;
import dev.tollgate.cache.IdempotencyStore.Claim;
import dev.tollgate.testkit.store.CacheStoreContract;
import dev.tollgate.testkit.store.IdempotencyStoreContract;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;

/// The contracts of kept answers against DynamoDB Local, and what they cost there.
final class DynamoAnswersTest {
    private static final Instant NOON = Instant.parse("2026-11-23T12:00:00Z");
    private static final Duration DAY = Duration.ofDays(1);

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

    @Nested
    final class Cached extends CacheStoreContract {
        private final CacheStore store =
                new DynamoCacheStore(dynamo.client(), dynamo.tables().answers());

        @Override
        protected CacheStore store() {
            return store;
        }

        @Override
        protected CacheStore failing() {
            return new DynamoCacheStore(unreachable, "answers");
        }
    }

    @Nested
    final class Claimed extends IdempotencyStoreContract {
        private final IdempotencyStore store =
                new DynamoIdempotencyStore(dynamo.client(), dynamo.tables().answers());

        @Override
        protected IdempotencyStore store() {
            return store;
        }

        @Override
        protected IdempotencyStore failing() {
            return new DynamoIdempotencyStore(unreachable, "answers");
        }
    }

    @Test
    void a_claim_that_is_repeated_as_its_reply_was_lost_is_still_its_owners() {
        String table = dynamo.tables().answers();
        IdempotencyStore lossy = new DynamoIdempotencyStore(sendingTwice(), table);
        IdempotencyStore store = new DynamoIdempotencyStore(dynamo.client(), table);

        assertEquals(new Claim.Mine(), lossy.claim("a", "f", "one", NOON.plus(DAY), NOON));
        lossy.complete("a", "one", new byte[] {1}, NOON.plus(DAY), NOON);
        assertTrue(store.claim("a", "f", "two", NOON.plus(DAY), NOON) instanceof Claim.Done);

        lossy.claim("b", "f", "one", NOON.plus(DAY), NOON);
        lossy.release("b", "one");
        assertEquals(new Claim.Mine(), store.claim("b", "f", "two", NOON.plus(DAY), NOON));
    }

    @Test
    void a_large_answer_that_has_gone_before_its_claim_is_as_one_too_large() {
        String table = dynamo.tables().answers();
        IdempotencyStore store = new DynamoIdempotencyStore(dynamo.client(), table);
        store.claim("gone", "f", "one", NOON.plus(DAY), NOON);
        store.complete("gone", "one", new byte[20_000], NOON.plus(DAY), NOON);
        dynamo.client()
                .deleteItem(delete ->
                        delete.tableName(table)
                                .key(Map.of("pk", AttributeValue.fromS("idem#gone#one"))));

        assertArrayEquals(
                new byte[0],
                assertInstanceOf(
                                Claim.Done.class,
                                store.claim("gone", "f", "two", NOON.plus(DAY), NOON))
                        .answer());
    }

    @Test
    void items_are_deleted_by_dynamodb_some_time_after_they_are_gone() {
        String table = dynamo.tables().answers();
        new DynamoCacheStore(dynamo.client(), table)
                .put("a", new Stored(new byte[1], NOON, NOON.plusMillis(1)), NOON);
        IdempotencyStore store = new DynamoIdempotencyStore(dynamo.client(), table);
        store.claim("a", "f", "one", NOON.plusSeconds(70), NOON);

        assertEquals(NOON.getEpochSecond() + 1, expiry(table, "cache#a"));
        assertEquals(NOON.getEpochSecond() + 70, expiry(table, "idem#a"));
        store.complete("a", "one", new byte[1], NOON.plus(DAY), NOON);
        assertEquals(NOON.plus(DAY).getEpochSecond(), expiry(table, "idem#a"));

        store.claim("b", "f", "one", NOON.plusSeconds(70), NOON);
        store.complete("b", "one", new byte[20_000], NOON.plus(DAY), NOON);
        assertEquals(NOON.plus(DAY).getEpochSecond(), expiry(table, "idem#b"));
        assertEquals(NOON.plus(DAY).getEpochSecond(), expiry(table, "idem#b#one"));
    }

    @Test
    void each_kind_of_request_has_its_price_in_capacity_units() {
        Metered metered = new Metered(dynamo.client());
        String table = dynamo.tables().answers();
        CacheStore cache = new DynamoCacheStore(metered, table);
        IdempotencyStore idempotency = new DynamoIdempotencyStore(metered, table);
        Instant tomorrow = NOON.plus(DAY);
        for (int bytes : new int[] {700, 3_000, 20_000, CacheStore.MAX_BYTES}) {
            String id = Integer.toString(bytes);
            String kept = " of " + bytes + " bytes";
            byte[] answer = new byte[bytes];

            metered.as("cache miss", () -> cache.get(id, NOON));
            metered.as(
                    "cache put" + kept,
                    () -> cache.put(id, new Stored(answer, tomorrow, tomorrow), NOON));
            metered.as("cache hit" + kept, () -> cache.get(id, NOON));
            metered.as("claim", () -> idempotency.claim(id, "f", "one", tomorrow, NOON));
            metered.as(
                    "claim seen in flight",
                    () -> idempotency.claim(id, "f", "two", tomorrow, NOON));
            metered.as(
                    "claim completed" + kept,
                    () -> idempotency.complete(id, "one", answer, tomorrow, NOON));
            metered.as(
                    "repeat answered" + kept,
                    () -> idempotency.claim(id, "f", "two", tomorrow, NOON));
        }
        metered.as("claim", () -> idempotency.claim("r", "f", "one", tomorrow, NOON));
        metered.as("claim released", () -> idempotency.release("r", "one"));

        metered.print();
        assertEquals(0.5, metered.units("cache miss"));
        assertEquals(1, metered.units("cache put of 700 bytes"));
        assertEquals(0.5, metered.units("cache hit of 700 bytes"));
        assertEquals(1, metered.units("claim"));
        assertEquals(1, metered.units("claim completed of 700 bytes"));
        assertEquals(3 + 1, metered.units("repeat answered of 3000 bytes"));
        assertEquals(20 + 1, metered.units("claim completed of 20000 bytes"));
        assertEquals(1 + 5, metered.units("repeat answered of 20000 bytes"));
    }

    private static long expiry(String table, String pk) {
        Map<String, AttributeValue> item =
                dynamo.client()
                        .getItem(get ->
                                get.tableName(table).key(Map.of("pk", AttributeValue.fromS(pk))))
                        .item();
        return new Item(item).numberOf("expiresAt");
    }

    private static DynamoDbClient sendingTwice() {
        return (DynamoDbClient)
                Proxy.newProxyInstance(
                        DynamoDbClient.class.getClassLoader(),
                        new Class<?>[] {DynamoDbClient.class},
                        (_, method, arguments) -> {
                            try {
                                method.invoke(dynamo.client(), arguments);
                                return method.invoke(dynamo.client(), arguments);
                            } catch (InvocationTargetException e) {
                                throw e.getCause();
                            }
                        });
    }
}
