package dev.tollgate.aws.dynamo;

import dev.tollgate.config.StoreUnavailable;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import software.amazon.awssdk.awscore.exception.AwsServiceException;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import software.amazon.awssdk.services.dynamodb.model.ConditionalCheckFailedException;
import software.amazon.awssdk.services.dynamodb.model.GetItemRequest;
import software.amazon.awssdk.services.dynamodb.model.TransactionCanceledException;

/// One table, and the client to reach it by.
record Table(DynamoDbClient client, String name) {

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
