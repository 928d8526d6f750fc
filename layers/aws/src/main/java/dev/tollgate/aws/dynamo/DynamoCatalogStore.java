package dev.tollgate.aws.dynamo;

import dev.tollgate.catalog.CatalogStore;
import dev.tollgate.config.StoreUnavailable;
import java.time.Instant;
import java.util.Map;
import java.util.NoSuchElementException;
import java.util.Set;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import software.amazon.awssdk.services.dynamodb.model.CancellationReason;
import software.amazon.awssdk.services.dynamodb.model.Put;
import software.amazon.awssdk.services.dynamodb.model.TransactWriteItem;
import software.amazon.awssdk.services.dynamodb.model.TransactionCanceledException;

/// The catalogue's versions in DynamoDB: items `version#1`, `version#2` ..., which never change, and `current`, the number of the one in force.
public final class DynamoCatalogStore implements CatalogStore {
    private static final String CURRENT = "current";

    /// Why a put came second: the pointer had moved, or was moving.
    private static final Set<String> OVERTAKEN =
            Set.of("ConditionalCheckFailed", "TransactionConflict");

    private final Table table;

    public DynamoCatalogStore(DynamoDbClient client, String table) {
        this.table = new Table(client, table);
    }

    @Override
    public long currentVersion() {
        return table.get(key(CURRENT)).map(item -> item.numberOf("version")).orElse(0L);
    }

    @Override
    public Version read(long version) {
        Item item =
                table.get(key(item(version)))
                        .orElseThrow(() ->
                                new StoreUnavailable(
                                        "there is no version " + version + " in " + table.name(),
                                        new NoSuchElementException()));
        return new Version(
                version,
                Gzip.unzip(item.bytes("document"), MAX_DOCUMENT_BYTES),
                item.instant("createdAt"),
                item.textOf("author"));
    }

    @Override
    public long put(long expected, byte[] document, Instant now, String author) {
        if (document.length > MAX_DOCUMENT_BYTES) {
            throw new IllegalArgumentException(
                    "need at most %d bytes, got %d".formatted(MAX_DOCUMENT_BYTES, document.length));
        }
        long next = expected + 1;
        Item version =
                Item.create()
                        .put("pk", item(next))
                        .put("document", Gzip.zip(document))
                        .put("createdAt", now)
                        .put("author", author);
        try {
            table.call(
                    "TransactWriteItems",
                    dynamo ->
                            dynamo.transactWriteItems(
                                    write -> write.transactItems(add(version), move(expected))));
            return next;
        } catch (TransactionCanceledException e) {
            if (e.cancellationReasons().stream()
                    .map(CancellationReason::code)
                    .anyMatch(OVERTAKEN::contains)) {
                return 0;
            }
            throw table.unavailable("TransactWriteItems", e);
        }
    }

    private TransactWriteItem add(Item version) {
        return TransactWriteItem.builder()
                .put(
                        Put.builder()
                                .tableName(table.name())
                                .item(version.attributes())
                                .conditionExpression("attribute_not_exists(pk)")
                                .build())
                .build();
    }

    private TransactWriteItem move(long expected) {
        Item pointer = Item.create().put("pk", CURRENT).put("version", expected + 1);
        Put.Builder put = Put.builder().tableName(table.name()).item(pointer.attributes());
        if (expected == 0) {
            put.conditionExpression("attribute_not_exists(pk)");
        } else {
            put.conditionExpression("version = :expected")
                    .expressionAttributeValues(Map.of(":expected", Item.number(expected)));
        }
        return TransactWriteItem.builder().put(put.build()).build();
    }

    private static String item(long version) {
        return "version#" + version;
    }

    private static Map<String, AttributeValue> key(String pk) {
        return Map.of("pk", Item.text(pk));
    }
}
