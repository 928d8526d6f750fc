package dev.tollgate.aws.dynamo;

import dev.tollgate.routing.BreakerStore;
import dev.tollgate.routing.Target;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import software.amazon.awssdk.services.dynamodb.model.ConditionalCheckFailedException;
import software.amazon.awssdk.services.dynamodb.model.ReturnValue;
import software.amazon.awssdk.services.dynamodb.model.ReturnValuesOnConditionCheckFailure;
import software.amazon.awssdk.services.dynamodb.model.UpdateItemRequest;
import software.amazon.awssdk.services.dynamodb.model.UpdateItemResponse;

/// Breakers in DynamoDB, an item a target (see [BreakerItem]), each method one conditional request: a report costs one write unit, as do the rare
/// others, and a read one read unit a target.
///
/// Reads are consistent: an older view would take an opening that has just been told for one that somebody has closed.
public final class DynamoBreakerStore implements BreakerStore {
    private final Table table;

    public DynamoBreakerStore(DynamoDbClient client, String table) {
        this.table = new Table(client, table);
    }

    @Override
    public Map<Target, State> read(Collection<Target> targets, Instant now) {
        Map<Target, State> states = new HashMap<>();
        for (Item found :
                table.getAll(targets.stream().distinct().map(BreakerItem::key).toList())) {
            BreakerItem item = new BreakerItem(found);
            State state = item.state(now);
            if (!state.equals(State.NONE)) {
                states.put(item.target(), state);
            }
        }
        return states;
    }

    @Override
    public State report(Target target, Counts counts, Instant now) {
        long window = BreakerStore.window(now);
        UpdateItemResponse response =
                update(
                        UpdateItemRequest.builder()
                                .key(BreakerItem.key(target))
                                .updateExpression(
                                        "ADD #calls :calls, #failures :failures SET expiresAt = :expires")
                                .expressionAttributeNames(
                                        Map.of(
                                                "#calls", BreakerItem.calls(window),
                                                "#failures", BreakerItem.failures(window)))
                                .expressionAttributeValues(
                                        Map.of(
                                                ":calls", Item.number(counts.calls()),
                                                ":failures", Item.number(counts.failures()),
                                                ":expires", BreakerItem.expiry(now)))
                                .returnValues(ReturnValue.ALL_NEW));
        BreakerItem item = new BreakerItem(new Item(response.attributes()));
        drop(target, item.oldWindows(now));
        return item.state(now);
    }

    /// Once a window, and only if there are any.
    private void drop(Target target, List<String> attributes) {
        if (attributes.isEmpty()) {
            return;
        }
        Map<String, String> names = new HashMap<>();
        attributes.forEach(name -> names.put("#" + name, name));
        update(
                UpdateItemRequest.builder()
                        .key(BreakerItem.key(target))
                        .updateExpression("REMOVE " + String.join(", ", names.keySet()))
                        .expressionAttributeNames(names));
    }

    @Override
    public void open(Target target, Opening opening, Instant now) {
        try {
            update(
                    UpdateItemRequest.builder()
                            .key(BreakerItem.key(target))
                            .updateExpression(
                                    "SET #until = :until, cause = :cause, streak = :streak, expiresAt = :expires"
                                            + " REMOVE leasedUntil, leasedBy")
                            .conditionExpression(
                                    "attribute_not_exists(#until) OR #until < :until OR #until > :absurd")
                            .expressionAttributeNames(Map.of("#until", BreakerItem.UNTIL))
                            .expressionAttributeValues(
                                    Map.of(
                                            ":until", BreakerItem.time(opening.until()),
                                            ":cause", Item.text(opening.cause().name()),
                                            ":streak", Item.number(opening.streak()),
                                            ":absurd", BreakerItem.time(now.plus(LONGEST)),
                                            ":expires", BreakerItem.expiry(now))));
        } catch (ConditionalCheckFailedException e) {
            // It is open for longer already.
        }
    }

    @Override
    public boolean probe(Target target, Duration lease, Instant now) {
        AttributeValue token = Item.text(UUID.randomUUID().toString());
        try {
            update(
                    UpdateItemRequest.builder()
                            .key(BreakerItem.key(target))
                            .updateExpression("SET leasedUntil = :end, leasedBy = :token")
                            .conditionExpression(
                                    "streak > :cooldown AND #until > :forgotten"
                                            + " AND (#until <= :now OR #until > :absurd)"
                                            + " AND (attribute_not_exists(leasedUntil) OR leasedUntil <= :now)")
                            .expressionAttributeNames(Map.of("#until", BreakerItem.UNTIL))
                            .expressionAttributeValues(
                                    Map.of(
                                            ":end", BreakerItem.time(now.plus(lease)),
                                            ":token", token,
                                            ":cooldown", Item.number(0),
                                            ":forgotten", BreakerItem.time(now.minus(MEMORY)),
                                            ":absurd", BreakerItem.time(now.plus(LONGEST)),
                                            ":now", BreakerItem.time(now)))
                            .returnValuesOnConditionCheckFailure(
                                    ReturnValuesOnConditionCheckFailure.ALL_OLD));
            return true;
        } catch (ConditionalCheckFailedException e) {
            return e.hasItem() && token.equals(e.item().get("leasedBy"));
        }
    }

    @Override
    public void close(Target target, Instant now) {
        table.call(
                "DeleteItem",
                dynamo ->
                        dynamo.deleteItem(delete ->
                                delete.tableName(table.name()).key(BreakerItem.key(target))));
    }

    private UpdateItemResponse update(UpdateItemRequest.Builder request) {
        return table.call(
                "UpdateItem", dynamo -> dynamo.updateItem(request.tableName(table.name()).build()));
    }
}
