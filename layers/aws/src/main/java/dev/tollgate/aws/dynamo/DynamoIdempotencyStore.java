package dev.tollgate.aws.dynamo;

import dev.tollgate.cache.IdempotencyStore;
import java.time.Instant;
import java.util.Map;
import software.amazon.awssdk.core.SdkBytes;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import software.amazon.awssdk.services.dynamodb.model.ConditionalCheckFailedException;
import software.amazon.awssdk.services.dynamodb.model.ReturnValuesOnConditionCheckFailure;

/// Claims in DynamoDB: an item for each id, `idem#<hash>`, which holds the claim and, once there is one, the answer. Each method is one
/// conditional write; when the condition fails, the item that made it fail comes back with it.
///
/// A write that the SDK repeats, for its first reply was lost, comes to the same: the owner of a claim tells it from another's.
public final class DynamoIdempotencyStore implements IdempotencyStore {
    private static final String FINGERPRINT = "fingerprint";
    private static final String CLAIMED_BY = "claimedBy";
    private static final String ANSWER = "answer";

    /// Milliseconds since 1970: the end of the claim's lease, or of the time that its answer is kept.
    private static final String HELD_UNTIL = "heldUntil";

    private static final String OWN_AND_OPEN =
            "claimedBy = :owner AND attribute_not_exists(answer)";

    private final Table table;

    /// @param table of kept answers
    public DynamoIdempotencyStore(DynamoDbClient client, String table) {
        this.table = new Table(client, table);
    }

    @Override
    public Claim claim(
            String id, String fingerprint, String owner, Instant leaseUntil, Instant now) {
        Item item =
                Item.create()
                        .put("pk", partition(id))
                        .put(FINGERPRINT, fingerprint)
                        .put(CLAIMED_BY, owner)
                        .put(HELD_UNTIL, leaseUntil.toEpochMilli())
                        .put(Expiry.ATTRIBUTE, Expiry.of(leaseUntil));
        try {
            table.call(
                    "PutItem",
                    dynamo ->
                            dynamo.putItem(put ->
                                    put.tableName(table.name())
                                            .item(item.attributes())
                                            .conditionExpression(
                                                    "attribute_not_exists(pk) OR heldUntil <= :now")
                                            .expressionAttributeValues(
                                                    Map.of(":now", Item.number(now.toEpochMilli())))
                                            .returnValuesOnConditionCheckFailure(
                                                    ReturnValuesOnConditionCheckFailure.ALL_OLD)));
            return new Claim.Mine();
        } catch (ConditionalCheckFailedException held) {
            return standing(new Item(held.item()), fingerprint, owner);
        }
    }

    @Override
    public void complete(String id, String owner, byte[] answer, Instant keptUntil, Instant now) {
        Map<String, AttributeValue> values =
                Map.of(
                        ":owner", Item.text(owner),
                        ":answer", AttributeValue.fromB(SdkBytes.fromByteArray(answer)),
                        ":until", Item.number(keptUntil.toEpochMilli()),
                        ":expires", Item.number(Expiry.of(keptUntil)));
        try {
            table.call(
                    "UpdateItem",
                    dynamo ->
                            dynamo.updateItem(update ->
                                    update.tableName(table.name())
                                            .key(key(id))
                                            .updateExpression(
                                                    "SET answer = :answer, heldUntil = :until, expiresAt = :expires")
                                            .conditionExpression(OWN_AND_OPEN)
                                            .expressionAttributeValues(values)));
        } catch (ConditionalCheckFailedException e) {
            // It is another's by now, or this very answer is there already.
        }
    }

    @Override
    public void release(String id, String owner) {
        try {
            table.call(
                    "DeleteItem",
                    dynamo ->
                            dynamo.deleteItem(delete ->
                                    delete.tableName(table.name())
                                            .key(key(id))
                                            .conditionExpression(OWN_AND_OPEN)
                                            .expressionAttributeValues(
                                                    Map.of(":owner", Item.text(owner)))));
        } catch (ConditionalCheckFailedException e) {
            // It is another's by now, or was released already.
        }
    }

    private static Claim standing(Item held, String fingerprint, String owner) {
        if (!held.textOf(FINGERPRINT).equals(fingerprint)) {
            return new Claim.Mismatch();
        }
        if (held.has(ANSWER)) {
            return new Claim.Done(held.bytes(ANSWER));
        }
        return held.textOf(CLAIMED_BY).equals(owner)
                ? new Claim.Mine()
                : new Claim.InFlight(Instant.ofEpochMilli(held.numberOf(HELD_UNTIL)));
    }

    private static Map<String, AttributeValue> key(String id) {
        return Map.of("pk", Item.text(partition(id)));
    }

    private static String partition(String id) {
        return "idem#" + id;
    }
}
