package dev.tollgate.aws.dynamo;

import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.dynamodb.model.AttributeDefinition;
import software.amazon.awssdk.services.dynamodb.model.BillingMode;
import software.amazon.awssdk.services.dynamodb.model.KeySchemaElement;
import software.amazon.awssdk.services.dynamodb.model.KeyType;
import software.amazon.awssdk.services.dynamodb.model.ResourceInUseException;
import software.amazon.awssdk.services.dynamodb.model.ScalarAttributeType;

/// The names of the tables. Their keys stand here for DynamoDB Local; in an account, `template.yaml` makes them.
///
/// @param state limits and breakers: what sandboxes share while calls run
/// @param answers kept answers
/// @param payloads requests and answers of the audit trail
public record Tables(
        String catalog, String keys, String ledger, String state, String answers, String payloads) {

    /// The tables of one machine.
    public static Tables local() {
        return new Tables(
                "tollgate-catalog",
                "tollgate-keys",
                "tollgate-ledger",
                "tollgate-state",
                "tollgate-answers",
                "tollgate-payloads");
    }

    /// Makes those tables that are not there.
    public void createMissing(DynamoDbClient client) {
        keySchemas().forEach((name, key) -> create(client, name, key));
    }

    /// The key attributes of each table, all of type S: the partition's, then the sort key's.
    Map<String, List<String>> keySchemas() {
        return Map.of(
                catalog, List.of("pk"),
                keys, List.of("id"),
                ledger, List.of("pk", "id"),
                state, List.of("pk"),
                answers, List.of("pk"),
                payloads, List.of("pk", "part"));
    }

    private static void create(DynamoDbClient client, String name, List<String> key) {
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
            client.createTable(table ->
                    table.tableName(name)
                            .attributeDefinitions(attributes)
                            .keySchema(schema.toList())
                            .billingMode(BillingMode.PAY_PER_REQUEST));
        } catch (ResourceInUseException e) {
            // It is there.
        }
    }
}
