package dev.tollgate.aws.dynamo;

import dev.tollgate.cache.CacheStore;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.dynamodb.model.GetItemResponse;

/// The cache in DynamoDB: an item for each key, `cache#<hash>`. It is read eventually consistent, at half the price: an answer that is
/// a moment too new to be found is asked for again.
public final class DynamoCacheStore implements CacheStore {
    private static final String ANSWER = "answer";

    /// Milliseconds since 1970.
    private static final String FRESH_UNTIL = "freshUntil";

    private static final String GONE_AT = "goneAt";

    private final Table table;

    /// @param table of kept answers
    public DynamoCacheStore(DynamoDbClient client, String table) {
        this.table = new Table(client, table);
    }

    @Override
    public Optional<Stored> get(String key, Instant now) {
        GetItemResponse response =
                table.call(
                        "GetItem",
                        dynamo ->
                                dynamo.getItem(get ->
                                        get.tableName(table.name())
                                                .key(Map.of("pk", Item.text(partition(key))))
                                                .consistentRead(false)));
        return response.hasItem()
                ? Optional.of(stored(new Item(response.item())))
                        .filter(it -> now.isBefore(it.goneAt()))
                : Optional.empty();
    }

    @Override
    public void put(String key, Stored stored, Instant now) {
        Item item =
                Item.create()
                        .put("pk", partition(key))
                        .put(ANSWER, stored.answer())
                        .put(FRESH_UNTIL, stored.freshUntil().toEpochMilli())
                        .put(GONE_AT, stored.goneAt().toEpochMilli())
                        .put(Expiry.ATTRIBUTE, Expiry.of(stored.goneAt()));
        table.call(
                "PutItem",
                dynamo ->
                        dynamo.putItem(put -> put.tableName(table.name()).item(item.attributes())));
    }

    private static Stored stored(Item item) {
        return new Stored(
                item.bytes(ANSWER),
                Instant.ofEpochMilli(item.numberOf(FRESH_UNTIL)),
                Instant.ofEpochMilli(item.numberOf(GONE_AT)));
    }

    private static String partition(String key) {
        return "cache#" + key;
    }
}
