package dev.tollgate.aws.dynamo;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import software.amazon.awssdk.services.dynamodb.model.ConditionalCheckFailedException;
import software.amazon.awssdk.services.dynamodb.model.ConsumedCapacity;
import software.amazon.awssdk.services.dynamodb.model.DeleteItemRequest;
import software.amazon.awssdk.services.dynamodb.model.DeleteItemResponse;
import software.amazon.awssdk.services.dynamodb.model.GetItemRequest;
import software.amazon.awssdk.services.dynamodb.model.GetItemResponse;
import software.amazon.awssdk.services.dynamodb.model.PutItemRequest;
import software.amazon.awssdk.services.dynamodb.model.PutItemResponse;
import software.amazon.awssdk.services.dynamodb.model.ReturnConsumedCapacity;
import software.amazon.awssdk.services.dynamodb.model.UpdateItemRequest;
import software.amazon.awssdk.services.dynamodb.model.UpdateItemResponse;

/// A client that notes what each kind of request takes. DynamoDB does not say it of a write whose condition fails: that is as many units as
/// the item that is there, or the one that was to be there, has KB.
final class Metered implements DynamoDbClient {
    private static final ReturnConsumedCapacity TOTAL = ReturnConsumedCapacity.TOTAL;

    private final DynamoDbClient client;
    private final Map<String, Double> units = new LinkedHashMap<>();
    private String kind = "";

    Metered(DynamoDbClient client) {
        this.client = client;
    }

    void as(String name, Runnable request) {
        kind = name;
        units.put(kind, 0.0);
        request.run();
    }

    double units(String name) {
        return Optional.ofNullable(units.get(name)).orElseThrow();
    }

    void print() {
        units.forEach(
                (name, taken) -> System.out.printf("%-40s %7.1f capacity units%n", name, taken));
    }

    @Override
    public GetItemResponse getItem(GetItemRequest request) {
        GetItemResponse response =
                client.getItem(request.toBuilder().returnConsumedCapacity(TOTAL).build());
        note(response.consumedCapacity());
        return response;
    }

    @Override
    public PutItemResponse putItem(PutItemRequest request) {
        return written(() -> {
            PutItemResponse response =
                    client.putItem(request.toBuilder().returnConsumedCapacity(TOTAL).build());
            note(response.consumedCapacity());
            return response;
        });
    }

    @Override
    public UpdateItemResponse updateItem(UpdateItemRequest request) {
        return written(() -> {
            UpdateItemResponse response =
                    client.updateItem(request.toBuilder().returnConsumedCapacity(TOTAL).build());
            note(response.consumedCapacity());
            return response;
        });
    }

    @Override
    public DeleteItemResponse deleteItem(DeleteItemRequest request) {
        return written(() -> {
            DeleteItemResponse response =
                    client.deleteItem(request.toBuilder().returnConsumedCapacity(TOTAL).build());
            note(response.consumedCapacity());
            return response;
        });
    }

    private <T> T written(Supplier<T> write) {
        try {
            return write.get();
        } catch (ConditionalCheckFailedException e) {
            units.merge(kind, Math.ceil(size(e.item()) / 1024.0), Double::sum);
            throw e;
        }
    }

    private void note(ConsumedCapacity taken) {
        units.merge(kind, taken.capacityUnits(), Double::sum);
    }

    private static int size(Map<String, AttributeValue> item) {
        int size = 0;
        for (Map.Entry<String, AttributeValue> attribute : item.entrySet()) {
            AttributeValue value = attribute.getValue();
            size += attribute.getKey().length();
            if (value.b() != null) {
                size += value.b().asByteArrayUnsafe().length;
            } else {
                size += value.s() != null ? value.s().length() : 8;
            }
        }
        return size;
    }

    @Override
    public String serviceName() {
        return client.serviceName();
    }

    @Override
    public void close() {}
}
