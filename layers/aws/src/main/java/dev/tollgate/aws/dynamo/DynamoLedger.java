package dev.tollgate.aws.dynamo;

import dev.tollgate.ledger.Ledger;
import dev.tollgate.ledger.LedgerRecord;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Consumer;
import java.util.function.Predicate;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import software.amazon.awssdk.services.dynamodb.model.ConditionalCheckFailedException;
import software.amazon.awssdk.services.dynamodb.model.PutItemRequest;
import software.amazon.awssdk.services.dynamodb.model.ReturnValuesOnConditionCheckFailure;

/// The ledger in DynamoDB: one write to open a record, one to settle it, one read to find it. See [LedgerKey] and [LedgerItem].
///
/// A record is visible for the retention that it was written with; DynamoDB deletes it some time later.
public final class DynamoLedger implements Ledger {
    /// A year, and the month after it in which the year is looked at.
    public static final Duration DEFAULT_RETENTION = Duration.ofDays(400);

    /// Which call of [#settle] wrote the item: tells an answer that got lost on the wire from a record settled before.
    private static final String SETTLED_BY = "settledBy";

    private final Table table;
    private final Duration retention;
    private final Clock clock;
    private final LedgerScan scan;
    private final LedgerDescent descent;

    public DynamoLedger(DynamoDbClient client, String table, Duration retention, Clock clock) {
        this.table = new Table(client, table);
        this.retention = retention;
        this.clock = clock;
        this.scan = new LedgerScan(this.table);
        this.descent = new LedgerDescent(this.table);
    }

    @Override
    public void open(LedgerRecord pending) {
        try {
            put(item(pending), "attribute_not_exists(id)", Map.of(), Map.of());
        } catch (ConditionalCheckFailedException e) {
            // It is durable already: an earlier attempt of ours arrived, and its answer did not.
        }
    }

    @Override
    public boolean settle(LedgerRecord settled) {
        AttributeValue token = Item.text(UUID.randomUUID().toString());
        try {
            put(
                    item(settled).put(SETTLED_BY, token),
                    "attribute_not_exists(id) OR #state IN (:pending, :given_up)",
                    Map.of("#state", LedgerItem.STATE),
                    Map.of(
                            ":pending", Item.text(LedgerItem.PENDING),
                            ":given_up", Item.text(givenUp(settled))));
            return true;
        } catch (ConditionalCheckFailedException e) {
            return e.hasItem() && token.equals(e.item().get(SETTLED_BY));
        }
    }

    /// The state, beside `pending`, that an end may be written over.
    private static String givenUp(LedgerRecord settled) {
        return settled.abandoned() ? LedgerItem.PENDING : LedgerItem.ABANDONED;
    }

    @Override
    public Optional<LedgerRecord> find(String team, String id) {
        return LedgerKey.of(team, id)
                .flatMap(key -> table.get(key.attributes()))
                .filter(item -> isVisible(item, clock.instant()))
                .map(LedgerItem::read);
    }

    @Override
    public void scan(String team, Instant from, Instant to, Consumer<LedgerRecord> each) {
        Instant now = clock.instant();
        scan.run(
                team,
                notBeforeRetention(from, now),
                notAfterTomorrow(to, now),
                item -> {
                    if (isVisible(item, now)) {
                        each.accept(LedgerItem.read(item));
                    }
                });
    }

    @Override
    public void descend(
            String team,
            Instant from,
            Instant to,
            Optional<String> before,
            Predicate<LedgerRecord> more) {
        Instant now = clock.instant();
        descent.run(
                team,
                notBeforeRetention(from, now),
                notAfterTomorrow(to, now),
                before,
                item -> !isVisible(item, now) || more.test(LedgerItem.read(item)));
    }

    private static boolean isVisible(Item item, Instant now) {
        return item.numberOf(Expiry.ATTRIBUTE) > now.getEpochSecond();
    }

    private Instant notBeforeRetention(Instant from, Instant now) {
        Instant oldest = now.minus(retention);
        return from.isAfter(oldest) ? from : oldest;
    }

    private static Instant notAfterTomorrow(Instant to, Instant now) {
        Instant newest = now.plus(Duration.ofDays(1));
        return to.isBefore(newest) ? to : newest;
    }

    private Item item(LedgerRecord record) {
        return LedgerItem.stored(record, retention);
    }

    private void put(
            Item item,
            String condition,
            Map<String, String> names,
            Map<String, AttributeValue> values) {
        PutItemRequest.Builder request =
                PutItemRequest.builder()
                        .tableName(table.name())
                        .item(item.attributes())
                        .conditionExpression(condition)
                        .returnValuesOnConditionCheckFailure(
                                ReturnValuesOnConditionCheckFailure.ALL_OLD);
        if (!values.isEmpty()) {
            request.expressionAttributeNames(names).expressionAttributeValues(values);
        }
        table.call("PutItem", dynamo -> dynamo.putItem(request.build()));
    }
}
