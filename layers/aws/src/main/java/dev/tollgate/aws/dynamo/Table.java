package dev.tollgate.aws.dynamo;

import dev.tollgate.config.StoreUnavailable;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Function;
import software.amazon.awssdk.awscore.exception.AwsServiceException;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import software.amazon.awssdk.services.dynamodb.model.BatchGetItemResponse;
import software.amazon.awssdk.services.dynamodb.model.ConditionalCheckFailedException;
import software.amazon.awssdk.services.dynamodb.model.GetItemRequest;
import software.amazon.awssdk.services.dynamodb.model.KeysAndAttributes;
import software.amazon.awssdk.services.dynamodb.model.QueryRequest;
import software.amazon.awssdk.services.dynamodb.model.TransactionCanceledException;
import software.amazon.awssdk.services.dynamodb.model.WriteRequest;

/// One table, and the client to reach it by.
record Table(DynamoDbClient client, String name) {
    private static final int MAX_BATCH = 100;

    private static final int MAX_WRITES = 25;

    /// Requests for one batch of keys, of which a busy table may take some only.
    private static final int MAX_TRIES = 3;

    /// The item of a key, as it is now.
    Optional<Item> get(Map<String, AttributeValue> key) {
        return call(
                "GetItem",
                dynamo ->
                        Optional.of(
                                        dynamo.getItem(
                                                GetItemRequest.builder()
                                                        .tableName(name)
                                                        .key(key)
                                                        .consistentRead(true)
                                                        .build()))
                                .filter(response -> response.hasItem())
                                .map(response -> new Item(response.item())));
    }

    /// The items of several keys, as they are now, in no order; those that are not there are left out.
    ///
    /// @param keys no two alike
    /// @throws StoreUnavailable also if the table leaves some unread, again and again
    List<Item> getAll(List<Map<String, AttributeValue>> keys) {
        List<Item> items = new ArrayList<>();
        for (int from = 0; from < keys.size(); from += MAX_BATCH) {
            items.addAll(batch(keys.subList(from, Math.min(keys.size(), from + MAX_BATCH))));
        }
        return items;
    }

    private List<Item> batch(List<Map<String, AttributeValue>> keys) {
        List<Item> items = new ArrayList<>();
        List<Map<String, AttributeValue>> left = keys;
        for (int i = 0; i < MAX_TRIES && !left.isEmpty(); i++) {
            KeysAndAttributes wanted =
                    KeysAndAttributes.builder().keys(left).consistentRead(true).build();
            BatchGetItemResponse response =
                    call(
                            "BatchGetItem",
                            dynamo ->
                                    dynamo.batchGetItem(
                                            get -> get.requestItems(Map.of(name, wanted))));
            response.responses()
                    .getOrDefault(name, List.of())
                    .forEach(found -> items.add(new Item(found)));
            KeysAndAttributes rest = response.unprocessedKeys().get(name);
            left = rest == null ? List.of() : rest.keys();
        }
        if (!left.isEmpty()) {
            throw new StoreUnavailable(
                    "BatchGetItem on %s: %d keys were not read".formatted(name, left.size()));
        }
        return items;
    }

    /// Hands over what a query finds, page by page, in order.
    void query(QueryRequest request, Consumer<Item> each) {
        call(
                "Query",
                dynamo -> {
                    dynamo.queryPaginator(request)
                            .items()
                            .forEach(attributes -> each.accept(new Item(attributes)));
                    return request;
                });
    }

    /// Deletes the items of several keys, one by one; those that are not there are no error.
    ///
    /// @param keys no two alike
    /// @throws StoreUnavailable also if the table leaves some undeleted, again and again
    void deleteAll(List<Map<String, AttributeValue>> keys) {
        for (int from = 0; from < keys.size(); from += MAX_WRITES) {
            List<WriteRequest> left =
                    keys.subList(from, Math.min(keys.size(), from + MAX_WRITES)).stream()
                            .map(key ->
                                    WriteRequest.builder()
                                            .deleteRequest(one -> one.key(key))
                                            .build())
                            .toList();
            for (int i = 0; i < MAX_TRIES && !left.isEmpty(); i++) {
                Map<String, List<WriteRequest>> wanted = Map.of(name, left);
                left =
                        call(
                                        "BatchWriteItem",
                                        dynamo ->
                                                dynamo.batchWriteItem(
                                                        all -> all.requestItems(wanted)))
                                .unprocessedItems()
                                .getOrDefault(name, List.of());
            }
            if (!left.isEmpty()) {
                throw new StoreUnavailable(
                        "BatchWriteItem on %s: %d items were not deleted"
                                .formatted(name, left.size()));
            }
        }
    }

    /// Asks the table.
    ///
    /// @throws ConditionalCheckFailedException and
    /// @throws TransactionCanceledException as they are: they are answers
    /// @throws StoreUnavailable if it did not answer, or refused
    <T> T call(String operation, Function<DynamoDbClient, T> request) {
        try {
            return request.apply(client);
        } catch (ConditionalCheckFailedException | TransactionCanceledException answer) {
            throw answer;
        } catch (SdkException e) {
            throw unavailable(operation, e);
        }
    }

    StoreUnavailable unavailable(String operation, SdkException e) {
        String what =
                e instanceof AwsServiceException service && service.awsErrorDetails() != null
                        ? service.awsErrorDetails().errorCode()
                        : e.getClass().getSimpleName();
        return new StoreUnavailable(operation + " on " + name + ": " + what, e);
    }
}
