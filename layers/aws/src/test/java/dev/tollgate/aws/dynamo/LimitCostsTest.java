package dev.tollgate.aws.dynamo;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.tollgate.limits.Bucket;
import dev.tollgate.limits.Hold;
import dev.tollgate.limits.LimitStore;
import dev.tollgate.limits.LimitStore.Take;
import dev.tollgate.limits.Priority;
import java.lang.reflect.Proxy;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.dynamodb.model.BatchGetItemRequest;
import software.amazon.awssdk.services.dynamodb.model.BatchGetItemResponse;
import software.amazon.awssdk.services.dynamodb.model.ConditionalCheckFailedException;
import software.amazon.awssdk.services.dynamodb.model.ReturnConsumedCapacity;
import software.amazon.awssdk.services.dynamodb.model.UpdateItemRequest;
import software.amazon.awssdk.services.dynamodb.model.UpdateItemResponse;

/// Each kind of call, and the write units that it takes: at least one, as a condition that does not hold costs as much as one that does.
final class LimitCostsTest {
    private static LocalDynamo dynamo;
    private static Meter meter;
    private static LimitStore store;
    private static LimitStore other;

    @BeforeAll
    static void start() throws Exception {
        dynamo = new LocalDynamo();
        String table = dynamo.tables().state();
        meter = new Meter(dynamo.client());
        store = new DynamoLimitStore(meter.client(), table);
        other = new DynamoLimitStore(meter.client(), table);
    }

    @AfterAll
    static void stop() throws Exception {
        dynamo.stop();
    }

    private static final Instant NOON = Instant.parse("2026-11-23T12:00:00Z");
    private static final long CAPACITY = 1_000_000_000;

    @Test
    void a_take_or_a_settlement_is_one_write_unit_in_the_usual_case() {
        Bucket rate = new Bucket("limit/costs/rate", true, NOON.plusSeconds(90_000));
        Bucket budget = new Bucket("limit/costs/budget", false, NOON.plusSeconds(90_000));
        Instant later = NOON.plusSeconds(600);

        costs(1, "charge, first of all", () -> take(store, rate, 10, NOON));
        costs(1, "charge, seen before", () -> take(store, rate, 10, NOON));
        costs(2, "charge, busy, new sandbox", () -> take(other, rate, 10, NOON));
        costs(1, "charge, drained", () -> take(store, rate, 10, later));
        costs(2, "charge, drained, then busy", () -> take(other, rate, 10, later));
        costs(1, "refused as full", () -> take(store, rate, CAPACITY, later));
        costs(1, "hold, rate", () -> hold(store, rate, later));
        costs(1, "settle, rate", () -> settle(store, rate, later));
        costs(1, "hold, budget, first of all", () -> hold(store, budget, NOON));
        costs(1, "hold, budget, new sandbox", () -> hold(other, budget, NOON));
        costs(1, "settle, budget", () -> settle(store, budget, NOON));
        costs(2, "settle, hold was dropped", () -> settle(store, budget, later.plusSeconds(9)));
        costs(
                3,
                "hold, after dead ones",
                () -> {
                    hold(store, budget, later, CAPACITY / 2);
                    meter.reset();
                    hold(store, budget, later.plusSeconds(600), CAPACITY / 10 * 9);
                });
        costs(1, "refund", () -> store.refund(rate, 1, later));
        costs(1, "wait", () -> store.await(rate, Priority.CRITICAL, later.plusMillis(500), later));
        costs(1, "refused as others wait", () -> take(store, rate, 1, later));
        costs(2, "look at two", () -> store.levels(List.of(rate, budget), later));
    }

    private void costs(double units, String what, Runnable work) {
        meter.reset();
        work.run();
        System.out.printf(
                "%-28s %d call%s, %.1f units%n",
                what, meter.calls, meter.calls == 1 ? "" : "s", meter.units);
        assertEquals(units, Math.ceil(meter.units), what);
    }

    private void take(LimitStore by, Bucket bucket, long amount, Instant now) {
        by.take(new Take(bucket, amount, CAPACITY, true, Optional.empty(), Priority.NORMAL), now);
    }

    private void hold(LimitStore by, Bucket bucket, Instant now) {
        hold(by, bucket, now, 10);
    }

    private void hold(LimitStore by, Bucket bucket, Instant now, long amount) {
        by.take(
                new Take(
                        bucket,
                        amount,
                        CAPACITY,
                        true,
                        Optional.of(now.plusSeconds(90)),
                        Priority.NORMAL),
                now);
    }

    private void settle(LimitStore by, Bucket bucket, Instant now) {
        by.settle(bucket, Optional.of(Hold.until(10, now.plusSeconds(90))), 4, now);
    }

    /// Asks DynamoDB what each call costs.
    private static final class Meter {
        private final DynamoDbClient client;
        private int calls;
        private double units;

        Meter(DynamoDbClient client) {
            this.client = client;
        }

        void reset() {
            calls = 0;
            units = 0;
        }

        DynamoDbClient client() {
            return (DynamoDbClient)
                    Proxy.newProxyInstance(
                            DynamoDbClient.class.getClassLoader(),
                            new Class<?>[] {DynamoDbClient.class},
                            (_, method, arguments) -> {
                                calls++;
                                return switch (arguments[0]) {
                                    case UpdateItemRequest update -> metered(update);
                                    case Consumer<?> get -> metered(get);
                                    default -> throw new AssertionError(method);
                                };
                            });
        }

        private UpdateItemResponse metered(UpdateItemRequest update) {
            try {
                UpdateItemResponse answer =
                        client.updateItem(
                                update.toBuilder()
                                        .returnConsumedCapacity(ReturnConsumedCapacity.TOTAL)
                                        .build());
                units += answer.consumedCapacity().capacityUnits();
                return answer;
            } catch (ConditionalCheckFailedException e) {
                units += 1;
                throw e;
            }
        }

        @SuppressWarnings("unchecked")
        private BatchGetItemResponse metered(Consumer<?> get) {
            BatchGetItemRequest.Builder request = BatchGetItemRequest.builder();
            ((Consumer<BatchGetItemRequest.Builder>) get).accept(request);
            BatchGetItemResponse answer =
                    client.batchGetItem(
                            request.returnConsumedCapacity(ReturnConsumedCapacity.TOTAL).build());
            units += answer.consumedCapacity().getFirst().capacityUnits();
            return answer;
        }
    }
}
