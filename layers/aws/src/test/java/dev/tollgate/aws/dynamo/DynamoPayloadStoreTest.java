package dev.tollgate.aws.dynamo;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.tollgate.audit.Payload;
import dev.tollgate.audit.PayloadStore;
import dev.tollgate.config.StoreUnavailable;
import dev.tollgate.testkit.store.PayloadStoreContract;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.core.exception.SdkClientException;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;

final class DynamoPayloadStoreTest extends PayloadStoreContract {
    private static LocalDynamo dynamo;
    private static DynamoDbClient unreachable;
    private static String table;

    @BeforeAll
    static void start() throws Exception {
        dynamo = new LocalDynamo();
        unreachable = LocalDynamo.unreachable();
        table = dynamo.tables().payloads();
    }

    @AfterAll
    static void stop() throws Exception {
        unreachable.close();
        dynamo.stop();
    }

    @Override
    protected PayloadStore store() {
        return new DynamoPayloadStore(dynamo.client(), table);
    }

    @Override
    protected PayloadStore failing() {
        return new DynamoPayloadStore(unreachable, table);
    }

    @Test
    void of_a_payload_whose_writing_was_broken_off_nothing_is_seen() {
        byte[] noise = new byte[3 * DynamoPayloadStore.PART_BYTES];
        new Random(1).nextBytes(noise);
        for (int parts = 0; parts < 4; parts++) {
            Payload payload = payload("a", noise);
            PayloadStore broken = new DynamoPayloadStore(writing(parts), table);

            assertThrows(StoreUnavailable.class, () -> broken.put(payload));

            assertEquals(Optional.empty(), store().find("a", payload.id(), NOON), parts + " parts");
        }
    }

    /// A client that writes so many items, and then no more.
    private static DynamoDbClient writing(int items) {
        AtomicInteger left = new AtomicInteger(items);
        return (DynamoDbClient)
                Proxy.newProxyInstance(
                        DynamoDbClient.class.getClassLoader(),
                        new Class<?>[] {DynamoDbClient.class},
                        (_, method, arguments) -> {
                            if (method.getName().equals("putItem") && left.getAndDecrement() <= 0) {
                                throw SdkClientException.create("broken off");
                            }
                            try {
                                return method.invoke(dynamo.client(), arguments);
                            } catch (InvocationTargetException e) {
                                throw e.getCause();
                            }
                        });
    }
}
