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
/// A condition that fails costs a write of the whole item. So an answer larger than [#MAX_INLINE_BYTES] is an item of its own,
/// `idem#<hash>#<owner>`: written before its claim is completed, and read by repeats, each at one more request. Where its owner has lost the claim by then,
/// nobody finds it.
///
/// A write that the SDK repeats, for its first reply was lost, comes to the same: the owner of a claim tells it from another's.
public final class DynamoIdempotencyStore implements IdempotencyStore {
    private static final String FINGERPRINT = "fingerprint";
    private static final String CLAIMED_BY = "claimedBy";
    private static final String ANSWER = "answer";

    /// Whether the answer is an item of its own; the claim's is empty then.
    private static final String APART = "apart";

    /// One unit more for the write of a larger answer saves four fifths of each repeat's.
    static final int MAX_INLINE_BYTES = 8 * 1024;

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
            return seen(new Item(held.item()), id, fingerprint, owner);
        }
    }

    @Override
    public void complete(String id, String owner, byte[] answer, Instant keptUntil, Instant now) {
        boolean apart = answer.length > MAX_INLINE_BYTES;
        if (apart) {
            keepApart(answerKey(id, owner), answer, keptUntil);
        }
        byte[] inline = apart ? new byte[0] : answer;
        Map<String, AttributeValue> values =
                Map.of(
                        ":owner", Item.text(owner),
                        ":answer", AttributeValue.fromB(SdkBytes.fromByteArray(inline)),
                        ":apart", AttributeValue.fromBool(apart),
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
                                                    "SET answer = :answer, apart = :apart, heldUntil = :until, expiresAt = :expires")
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

    private void keepApart(String key, byte[] answer, Instant keptUntil) {
        Item item =
                Item.create()
                        .put("pk", key)
                        .put(ANSWER, answer)
                        .put(Expiry.ATTRIBUTE, Expiry.of(keptUntil));
        try {
            table.call(
                    "PutItem",
                    dynamo ->
                            dynamo.putItem(put ->
                                    put.tableName(table.name())
                                            .item(item.attributes())
                                            .conditionExpression("attribute_not_exists(pk)")));
        } catch (ConditionalCheckFailedException e) {
            // Its owner's answer is there already.
        }
    }

    private Claim seen(Item held, String id, String fingerprint, String owner) {
        if (!held.textOf(FINGERPRINT).equals(fingerprint)) {
            return new Claim.Mismatch();
        }
        if (held.has(ANSWER)) {
            return new Claim.Done(answer(held, id));
        }
        return held.textOf(CLAIMED_BY).equals(owner)
                ? new Claim.Mine()
                : new Claim.InFlight(Instant.ofEpochMilli(held.numberOf(HELD_UNTIL)));
    }

    /// Empty, as one that was too large, if its item has gone before its claim.
    private byte[] answer(Item held, String id) {
        return held.has(APART) && held.flag(APART)
                ? table.get(Map.of("pk", Item.text(answerKey(id, held.textOf(CLAIMED_BY)))))
                        .map(it -> it.bytes(ANSWER))
                        .orElseGet(() -> new byte[0])
                : held.bytes(ANSWER);
    }

    private static String answerKey(String id, String owner) {
        return partition(id) + "#" + owner;
    }

    private static Map<String, AttributeValue> key(String id) {
        return Map.of("pk", Item.text(partition(id)));
    }

    private static String partition(String id) {
        return "idem#" + id;
    }
}
