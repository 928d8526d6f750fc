package dev.tollgate.aws.dynamo;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.tollgate.routing.BreakerStore;
import dev.tollgate.routing.BreakerStore.Counts;
import dev.tollgate.routing.BreakerStore.Opening;
import dev.tollgate.routing.Failure.Kind;
import dev.tollgate.routing.Target;
import dev.tollgate.testkit.store.BreakerStoreContract;
import java.lang.reflect.Proxy;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;

/// The breaker store's contract against DynamoDB Local.
final class DynamoBreakerStoreTest extends BreakerStoreContract {
    private static final Instant NOON = Instant.parse("2026-11-23T12:00:00Z");
    private static final Target TARGET = Target.parse("sim/model");

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
    protected BreakerStore empty() {
        return new DynamoBreakerStore(dynamo.client(), dynamo.tables().state());
    }

    @Override
    protected BreakerStore failing() {
        return new DynamoBreakerStore(unreachable, "state");
    }

    @Test
    void an_item_stays_small_and_expires() {
        String table = dynamo.tables().state();
        BreakerStore store = new DynamoBreakerStore(dynamo.client(), table);
        Instant now = NOON;
        for (int i = 0; i < 30; i++) {
            now = now.plus(BreakerStore.WINDOW.multipliedBy(1 + i % 4));
            store.report(TARGET, new Counts(1, 0), now);
        }

        Map<String, AttributeValue> item =
                dynamo.client()
                        .getItem(get -> get.tableName(table).key(BreakerItem.key(TARGET)))
                        .item();
        assertTrue(item.size() <= 6, item.keySet().toString());
        assertEquals(
                now.plus(BreakerStore.LONGEST).plus(BreakerStore.MEMORY).getEpochSecond(),
                new Item(item).numberOf("expiresAt"));
    }

    @Test
    void a_probe_that_is_asked_for_again_as_its_reply_was_lost_is_had() {
        String table = dynamo.tables().state();
        BreakerStore store = new DynamoBreakerStore(dynamo.client(), table);
        store.open(TARGET, new Opening(NOON.plusSeconds(1), Kind.TIMEOUT, 1), NOON);

        assertTrue(
                new DynamoBreakerStore(askingTwice(), table)
                        .probe(TARGET, Duration.ofSeconds(10), NOON.plusSeconds(1)));
    }

    private static DynamoDbClient askingTwice() {
        return (DynamoDbClient)
                Proxy.newProxyInstance(
                        DynamoDbClient.class.getClassLoader(),
                        new Class<?>[] {DynamoDbClient.class},
                        (_, method, arguments) -> {
                            method.invoke(dynamo.client(), arguments);
                            try {
                                return method.invoke(dynamo.client(), arguments);
                            } catch (java.lang.reflect.InvocationTargetException e) {
                                throw e.getCause();
                            }
                        });
    }
}
