package dev.tollgate.aws.dynamo;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.tollgate.limits.Bucket;
import dev.tollgate.limits.LimitStore;
import dev.tollgate.testkit.store.LimitStoreContract;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import software.amazon.awssdk.services.dynamodb.model.ReturnConsumedCapacity;
import software.amazon.awssdk.services.dynamodb.model.ReturnValue;
import software.amazon.awssdk.services.dynamodb.model.UpdateItemResponse;

/// The contract of limits against DynamoDB Local.
final class DynamoLimitStoreTest {
    private static LocalDynamo dynamo;
    private static DynamoDbClient unreachable;
    private static String table;

    @BeforeAll
    static void start() throws Exception {
        dynamo = new LocalDynamo();
        unreachable = LocalDynamo.unreachable();
        table = dynamo.tables().state();
    }

    @AfterAll
    static void stop() throws Exception {
        unreachable.close();
        dynamo.stop();
    }

    @Nested
    final class Contract extends LimitStoreContract {
        private final LimitStore store = new DynamoLimitStore(dynamo.client(), table);

        @Override
        protected LimitStore store() {
            return store;
        }

        @Override
        protected LimitStore failing() {
            return new DynamoLimitStore(unreachable, table);
        }

        @Test
        void an_item_stays_within_a_write_unit_though_every_sandbox_is_killed() {
            Bucket bucket = bucket(true);
            for (int minute = 0; minute < 40; minute++) {
                Instant now = NOON.plus(Duration.ofMinutes(minute));
                store.take(hold(bucket, 10_000_000, now.plus(Duration.ofMinutes(15))), now);
            }

            UpdateItemResponse write =
                    dynamo.client()
                            .updateItem(update ->
                                    update.tableName(table)
                                            .key(Map.of("pk", AttributeValue.fromS(bucket.id())))
                                            .returnConsumedCapacity(ReturnConsumedCapacity.TOTAL)
                                            .returnValues(ReturnValue.ALL_NEW));
            assertTrue(write.attributes().size() < 35, () -> write.attributes().toString());
            assertEquals(1.0, write.consumedCapacity().capacityUnits());
        }
    }
}
