package dev.tollgate.aws.dynamo;

import dev.tollgate.rollup.Head;
import dev.tollgate.rollup.RollupStore.Claim;
import dev.tollgate.rollup.RollupStore.PartKey;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Consumer;
import software.amazon.awssdk.core.SdkBytes;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import software.amazon.awssdk.services.dynamodb.model.ConditionalCheckFailedException;
import software.amazon.awssdk.services.dynamodb.model.QueryRequest;
import software.amazon.awssdk.services.dynamodb.model.ReturnValue;
import software.amazon.awssdk.services.dynamodb.model.ReturnValuesOnConditionCheckFailure;
import software.amazon.awssdk.services.dynamodb.model.UpdateItemRequest;

/// A day's head, which bears the claim to the next one, and its parts.
///
/// `claimed` is the greatest version that was ever claimed; while a claim is held there is a `claimedUntil`, in milliseconds since 1970. A version is claimed
/// once, so a part of it or of a lesser one may be written over by who has claimed it, and one of a greater never.
record RollupDays(Table table) {
    private static final String VERSION = "version";
    private static final String CLAIMED = "claimed";
    private static final String BYTES = "bytes";

    /// Parts asked for in one request: 4 MB at most, which come within a request's time.
    private static final int PARTS_AT_ONCE = 64;

    private static final int REQUESTS_AT_ONCE = 4;

    List<Head> heads(String team, LocalDate first, LocalDate last) {
        if (first.isAfter(last)) {
            return List.of();
        }
        QueryRequest request =
                QueryRequest.builder()
                        .tableName(table.name())
                        .keyConditionExpression("pk = :pk AND sk BETWEEN :first AND :last")
                        .expressionAttributeValues(
                                Map.of(
                                        ":pk", Item.text(RollupKey.heads(team)),
                                        ":first", Item.text(first.toString()),
                                        ":last", Item.text(last.toString())))
                        .consistentRead(true)
                        .build();
        List<Head> heads = new ArrayList<>();
        table.query(request, item -> head(team, item).ifPresent(heads::add));
        return heads;
    }

    /// Empty if the day was only claimed until now.
    private static Optional<Head> head(String team, Item item) {
        return item.has(VERSION)
                ? Optional.of(
                        new Head(
                                team,
                                LocalDate.parse(item.textOf("sk")),
                                item.numberOf(VERSION),
                                Math.toIntExact(item.numberOf("slot")),
                                Math.toIntExact(item.numberOf("parts")),
                                item.bytes("directory")))
                : Optional.empty();
    }

    List<Optional<byte[]>> parts(List<PartKey> keys) {
        List<Map<String, AttributeValue>> places =
                keys.stream().map(key -> RollupKey.part(key).attributes()).distinct().toList();
        List<List<Map<String, AttributeValue>>> requests = new ArrayList<>();
        for (int from = 0; from < places.size(); from += PARTS_AT_ONCE) {
            requests.add(places.subList(from, Math.min(places.size(), from + PARTS_AT_ONCE)));
        }
        Map<Map<String, AttributeValue>, Item> found = new HashMap<>();
        Parallel.map(requests, REQUESTS_AT_ONCE, table::getAll)
                .forEach(items ->
                        items.forEach(item ->
                                found.put(
                                        Map.of("pk", item.get("pk"), "sk", item.get("sk")), item)));
        return keys.stream()
                .map(key ->
                        Optional.ofNullable(found.get(RollupKey.part(key).attributes()))
                                .filter(item -> item.numberOf(VERSION) == key.version())
                                .map(item -> item.bytes(BYTES)))
                .toList();
    }

    /// A claimant who asks again, as the answer was lost, gets what it got.
    Optional<Claim> claim(String team, LocalDate day, Instant now, Duration lease) {
        try {
            Item item =
                    update(
                            team,
                            day,
                            request ->
                                    request.updateExpression(
                                                    "SET claimed = if_not_exists(claimed, :zero) + :one,"
                                                            + " claimedUntil = :until, claimant = :me")
                                            .conditionExpression(
                                                    "attribute_not_exists(claimedUntil)"
                                                            + " OR claimedUntil <= :now OR claimant = :me")
                                            .expressionAttributeValues(
                                                    Map.of(
                                                            ":zero", Item.number(0),
                                                            ":one", Item.number(1),
                                                            ":until", millis(now.plus(lease)),
                                                            ":now", millis(now),
                                                            ":me", Item.text(anyone()))));
            Optional<Head> head = head(team, item);
            return Optional.of(
                    new Claim(
                            team,
                            day,
                            head,
                            item.numberOf(CLAIMED),
                            head.map(there -> 1 - there.slot()).orElse(0)));
        } catch (ConditionalCheckFailedException e) {
            return Optional.empty();
        }
    }

    boolean replace(Claim claim, Head head, List<byte[]> parts) {
        try {
            for (int i = 0; i < parts.size(); i++) {
                put(
                        new PartKey(head.team(), head.day(), head.slot(), head.version(), i),
                        parts.get(i));
            }
            update(
                    head.team(),
                    head.day(),
                    request ->
                            request.updateExpression(
                                            "SET version = :version, slot = :slot, parts = :parts,"
                                                    + " directory = :directory REMOVE claimedUntil")
                                    .conditionExpression(
                                            "claimed = :version AND attribute_exists(claimedUntil)")
                                    .expressionAttributeValues(
                                            Map.of(
                                                    ":version", Item.number(claim.version()),
                                                    ":slot", Item.number(head.slot()),
                                                    ":parts", Item.number(head.parts()),
                                                    ":directory",
                                                            AttributeValue.fromB(
                                                                    SdkBytes.fromByteArray(
                                                                            head.directory())))));
            return true;
        } catch (ConditionalCheckFailedException e) {
            return e.hasItem() && isThere(new Item(e.item()), claim);
        }
    }

    /// Whether the answer to a replacement that came through was lost.
    private static boolean isThere(Item item, Claim claim) {
        return item.has(CLAIMED) && item.has(VERSION) && item.numberOf(VERSION) == claim.version();
    }

    private void put(PartKey key, byte[] bytes) {
        Item item = RollupKey.part(key).put(VERSION, key.version()).put(BYTES, bytes);
        table.call(
                "PutItem",
                dynamo ->
                        dynamo.putItem(put ->
                                put.tableName(table.name())
                                        .item(item.attributes())
                                        .conditionExpression(
                                                "attribute_not_exists(pk) OR version <= :mine")
                                        .expressionAttributeValues(
                                                Map.of(":mine", Item.number(key.version())))));
    }

    void release(Claim claim) {
        try {
            update(
                    claim.team(),
                    claim.day(),
                    request ->
                            request.updateExpression("REMOVE claimedUntil")
                                    .conditionExpression("claimed = :version")
                                    .expressionAttributeValues(
                                            Map.of(":version", Item.number(claim.version()))));
        } catch (ConditionalCheckFailedException e) {
            // Somebody else has taken it over.
        }
    }

    private Item update(String team, LocalDate day, Consumer<UpdateItemRequest.Builder> change) {
        UpdateItemRequest.Builder request =
                UpdateItemRequest.builder()
                        .tableName(table.name())
                        .key(RollupKey.head(team, day).attributes())
                        .returnValues(ReturnValue.ALL_NEW)
                        .returnValuesOnConditionCheckFailure(
                                ReturnValuesOnConditionCheckFailure.ALL_OLD);
        change.accept(request);
        return new Item(
                table.call("UpdateItem", dynamo -> dynamo.updateItem(request.build()))
                        .attributes());
    }

    private static AttributeValue millis(Instant time) {
        return Item.number(time.toEpochMilli());
    }

    private static String anyone() {
        return UUID.randomUUID().toString();
    }
}
