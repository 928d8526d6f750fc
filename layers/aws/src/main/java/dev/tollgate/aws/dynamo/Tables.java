package dev.tollgate.aws.dynamo;

import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.dynamodb.model.AttributeDefinition;
import software.amazon.awssdk.services.dynamodb.model.BillingMode;
import software.amazon.awssdk.services.dynamodb.model.CreateTableRequest;
import software.amazon.awssdk.services.dynamodb.model.KeySchemaElement;
import software.amazon.awssdk.services.dynamodb.model.KeyType;
import software.amazon.awssdk.services.dynamodb.model.ResourceInUseException;
import software.amazon.awssdk.services.dynamodb.model.ScalarAttributeType;
import software.amazon.awssdk.services.dynamodb.model.StreamSpecification;
import software.amazon.awssdk.services.dynamodb.model.StreamViewType;

/// The names of the tables. Their keys stand here for DynamoDB Local; in an account, `template.yaml` makes them.
///
/// @param state limits and breakers: what sandboxes share while calls run
/// @param ledger its changes can be read as a stream
/// @param answers kept answers
/// @param payloads requests and answers of the audit trail
public record Tables(
        String catalog,
        String keys,
        String ledger,
        String state,
        String answers,
        String payloads,
        String rollups) {

    private static final StreamSpecification BOTH_IMAGES =
            StreamSpecification.builder()
                    .streamEnabled(true)
                    .streamViewType(StreamViewType.NEW_AND_OLD_IMAGES)
                    .build();

    /// The tables of one machine.
    public static Tables local() {
        return new Tables(
                "tollgate-catalog",
                "tollgate-keys",
                "tollgate-ledger",
                "tollgate-state",
                "tollgate-answers",
                "tollgate-payloads",
                "tollgate-rollups");
    }

    /// Makes those tables that are not there.
    public void createMissing(DynamoDbClient client) {
        keySchemas().forEach((name, key) -> create(client, name, key, name.equals(ledger)));
    }

    /// The ARN of the stream of the ledger's changes.
    public String stream(DynamoDbClient client) {
        return client.describeTable(table -> table.tableName(ledger)).table().latestStreamArn();
    }

    /// The key attributes of each table, all of type S: the partition's, then the sort key's.
    Map<String, List<String>> keySchemas() {
        return Map.of(
                catalog, List.of("pk"),
                keys, List.of("id"),
                ledger, List.of("pk", "id"),
                state, List.of("pk"),
                answers, List.of("pk"),
                payloads, List.of("pk", "part"),
                rollups, List.of("pk", "sk"));
    }

    private static void create(
            DynamoDbClient client, String name, List<String> key, boolean streamed) {
        List<AttributeDefinition> attributes =
                key.stream()
                        .map(attribute ->
                                AttributeDefinition.builder()
                                        .attributeName(attribute)
                                        .attributeType(ScalarAttributeType.S)
                                        .build())
                        .toList();
        Stream<KeySchemaElement> schema =
                key.stream()
                        .map(attribute ->
                                KeySchemaElement.builder()
                                        .attributeName(attribute)
                                        .keyType(
                                                attribute.equals(key.getFirst())
                                                        ? KeyType.HASH
                                                        : KeyType.RANGE)
                                        .build());
        try {
            CreateTableRequest.Builder request =
                    CreateTableRequest.builder()
                            .tableName(name)
                            .attributeDefinitions(attributes)
                            .keySchema(schema.toList())
                            .billingMode(BillingMode.PAY_PER_REQUEST);
            if (streamed) {
                request.streamSpecification(BOTH_IMAGES);
            }
            client.createTable(request.build());
        } catch (ResourceInUseException e) {
            // It is there, perhaps from before its changes were read.
            if (streamed
                    && client.describeTable(it -> it.tableName(name)).table().latestStreamArn()
                            == null) {
                client.updateTable(it -> it.tableName(name).streamSpecification(BOTH_IMAGES));
            }
        }
    }
}
