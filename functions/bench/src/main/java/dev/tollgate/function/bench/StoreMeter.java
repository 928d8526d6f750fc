package dev.tollgate.function.bench;

import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import software.amazon.awssdk.core.SdkField;
import software.amazon.awssdk.core.SdkRequest;
import software.amazon.awssdk.core.SdkResponse;
import software.amazon.awssdk.core.interceptor.Context;
import software.amazon.awssdk.core.interceptor.ExecutionAttribute;
import software.amazon.awssdk.core.interceptor.ExecutionAttributes;
import software.amazon.awssdk.core.interceptor.ExecutionInterceptor;
import software.amazon.awssdk.core.interceptor.SdkExecutionAttribute;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import software.amazon.awssdk.services.dynamodb.model.ConditionalCheckFailedException;
import software.amazon.awssdk.services.dynamodb.model.ConsumedCapacity;
import software.amazon.awssdk.services.dynamodb.model.ReturnConsumedCapacity;

/// Writes down every call of a DynamoDB client, with the capacity that it has consumed.
///
/// DynamoDB Local counts nothing for keys of a batch that are not there; DynamoDB half a unit for each.
///
/// Every call takes [#LATENCY] longer than it does, so that calls that are made together are seen together on any machine.
final class StoreMeter implements ExecutionInterceptor {
    static final Duration LATENCY = Duration.ofMillis(40);

    private static final ExecutionAttribute<Long> START = new ExecutionAttribute<>("start");
    private static final List<String> READING =
            List.of("GetItem", "BatchGetItem", "Query", "Scan", "TransactGetItems");

    private final List<StoreCall> calls = new CopyOnWriteArrayList<>();
    private final AtomicInteger underWay = new AtomicInteger();

    /// What was called since this was asked last. Waits until nothing is under way any more.
    List<StoreCall> take() throws InterruptedException {
        int idle = 0;
        while (idle < 2) {
            idle = underWay.get() == 0 ? idle + 1 : 0;
            Thread.sleep(LATENCY);
        }
        List<StoreCall> taken = List.copyOf(calls);
        calls.clear();
        return taken;
    }

    @Override
    public void beforeExecution(Context.BeforeExecution context, ExecutionAttributes attributes) {
        underWay.incrementAndGet();
        attributes.putAttribute(START, System.nanoTime());
    }

    /// The request with `ReturnConsumedCapacity`, if its operation has that.
    @Override
    public SdkRequest modifyRequest(Context.ModifyRequest context, ExecutionAttributes attributes) {
        SdkRequest.Builder builder = context.request().toBuilder();
        for (SdkField<?> field : context.request().sdkFields()) {
            if (field.memberName().equals("ReturnConsumedCapacity")) {
                field.set(builder, ReturnConsumedCapacity.TOTAL.toString());
            }
        }
        return builder.build();
    }

    @Override
    public void beforeTransmission(
            Context.BeforeTransmission context, ExecutionAttributes attributes) {
        try {
            Thread.sleep(LATENCY);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    @Override
    public void afterExecution(Context.AfterExecution context, ExecutionAttributes attributes) {
        done(context.request(), attributes, units(context.response()));
    }

    @Override
    public void onExecutionFailure(
            Context.FailedExecution context, ExecutionAttributes attributes) {
        done(context.request(), attributes, refused(context.exception()));
    }

    private void done(SdkRequest request, ExecutionAttributes attributes, double units) {
        String operation = attributes.getAttribute(SdkExecutionAttribute.OPERATION_NAME);
        boolean reading = READING.contains(operation);
        calls.add(
                new StoreCall(
                        operation + " " + table(request),
                        attributes.getAttribute(START),
                        System.nanoTime(),
                        reading ? units : 0,
                        reading ? 0 : units));
        underWay.decrementAndGet();
    }

    private static double units(SdkResponse response) {
        return response.getValueForField("ConsumedCapacity", Object.class).stream()
                .flatMap(consumed ->
                        consumed instanceof Collection<?> each
                                ? each.stream()
                                : Optional.of(consumed).stream())
                .mapToDouble(consumed -> ((ConsumedCapacity) consumed).capacityUnits())
                .sum();
    }

    /// A write whose condition does not hold takes as much as the item that is there; DynamoDB does not say how much that was.
    private static double refused(Throwable failure) {
        return failure instanceof ConditionalCheckFailedException unmet
                ? Math.max(1, Math.ceilDiv(bytes(unmet.item()), 1024))
                : 0;
    }

    private static int bytes(Map<String, AttributeValue> item) {
        return item.entrySet().stream()
                .mapToInt(attribute -> {
                    AttributeValue value = attribute.getValue();
                    int size =
                            value.b() != null
                                    ? value.b().asByteArrayUnsafe().length
                                    : value.s() != null ? value.s().length() : 8;
                    return attribute.getKey().length() + size;
                })
                .sum();
    }

    /// The table without what tables of one stack have in common; of a batch, that of its first item.
    private static String table(SdkRequest request) {
        return request.getValueForField("TableName", String.class)
                .or(() ->
                        request.getValueForField("RequestItems", Map.class)
                                .map(items -> String.valueOf(items.keySet().iterator().next())))
                .or(() ->
                        request.getValueForField("TransactItems", List.class)
                                .map(items -> items.size() + " items"))
                .orElse("")
                .replace("tollgate-", "");
    }
}
