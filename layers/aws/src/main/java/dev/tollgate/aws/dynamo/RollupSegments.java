package dev.tollgate.aws.dynamo;

import dev.tollgate.config.StoreUnavailable;
import dev.tollgate.rollup.Segment;
import java.time.Clock;
import java.time.Duration;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.IntStream;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import software.amazon.awssdk.services.dynamodb.model.CancellationReason;
import software.amazon.awssdk.services.dynamodb.model.Put;
import software.amazon.awssdk.services.dynamodb.model.QueryRequest;
import software.amazon.awssdk.services.dynamodb.model.ReturnValuesOnConditionCheckFailure;
import software.amazon.awssdk.services.dynamodb.model.TransactWriteItem;
import software.amazon.awssdk.services.dynamodb.model.TransactionCanceledException;

/// Segments, and how far each shard of the stream has been read: one transaction an append.
record RollupSegments(Table table, Clock clock) {
    /// How long it is known where a shard was read to. Its changes can be read for a day.
    static final Duration WATERMARK_KEPT = Duration.ofDays(7);

    /// Tries of an append that meets another one of the same shard.
    private static final int MAX_TRIES = 4;

    /// Which append moved the watermark: tells an answer that got lost on the wire from a lost race.
    private static final String MOVED_BY = "movedBy";

    private static final String SEQUENCE = "sequence";
    private static final String TABLE = "table";
    private static final String CONDITION_FAILED = "ConditionalCheckFailed";
    private static final String CONFLICT = "TransactionConflict";

    Optional<String> watermark(String shard) {
        return table.get(RollupKey.watermark(shard).attributes())
                .map(item -> item.textOf(SEQUENCE));
    }

    boolean append(String shard, Optional<String> before, String after, List<Segment> added) {
        AttributeValue token = Item.text(UUID.randomUUID().toString());
        List<TransactWriteItem> writes = new ArrayList<>();
        writes.add(write(moved(shard, before, after, token)));
        added.forEach(segment -> writes.add(write(put(segment))));
        for (int i = 0; i < MAX_TRIES; i++) {
            try {
                table.call(
                        "TransactWriteItems",
                        dynamo -> dynamo.transactWriteItems(all -> all.transactItems(writes)));
                return true;
            } catch (TransactionCanceledException e) {
                CancellationReason watermark = e.cancellationReasons().getFirst();
                if (CONDITION_FAILED.equals(watermark.code())) {
                    return watermark.hasItem() && token.equals(watermark.item().get(MOVED_BY));
                }
                if (e.cancellationReasons().stream()
                        .noneMatch(reason -> CONFLICT.equals(reason.code()))) {
                    throw table.unavailable("TransactWriteItems", e);
                }
            }
        }
        throw new StoreUnavailable(
                "TransactWriteItems on " + table.name() + ": another one was in the way each time");
    }

    private Put moved(String shard, Optional<String> before, String after, AttributeValue token) {
        Item item =
                RollupKey.watermark(shard)
                        .put(SEQUENCE, after)
                        .put(MOVED_BY, token)
                        .put(Expiry.ATTRIBUTE, Expiry.of(clock.instant().plus(WATERMARK_KEPT)));
        Put.Builder put =
                Put.builder()
                        .tableName(table.name())
                        .item(item.attributes())
                        .returnValuesOnConditionCheckFailure(
                                ReturnValuesOnConditionCheckFailure.ALL_OLD);
        return before.map(there ->
                        put.conditionExpression("#sequence = :before")
                                .expressionAttributeNames(Map.of("#sequence", SEQUENCE))
                                .expressionAttributeValues(Map.of(":before", Item.text(there))))
                .orElseGet(() -> put.conditionExpression("attribute_not_exists(pk)"))
                .build();
    }

    private Put put(Segment segment) {
        Item item =
                RollupKey.segment(segment)
                        .put("team", segment.team())
                        .put("day", segment.day().toString())
                        .put("shard", segment.shard())
                        .put(SEQUENCE, segment.sequence())
                        .put(TABLE, segment.table());
        return Put.builder().tableName(table.name()).item(item.attributes()).build();
    }

    private static TransactWriteItem write(Put put) {
        return TransactWriteItem.builder().put(put).build();
    }

    List<Segment> read(String team, LocalDate first, LocalDate last) {
        if (first.isAfter(last)) {
            return List.of();
        }
        return Parallel.map(
                        IntStream.range(0, RollupKey.SPREAD).boxed().toList(),
                        RollupKey.SPREAD,
                        spread -> query(RollupKey.segments(team, spread), first, last))
                .stream()
                .flatMap(List::stream)
                .toList();
    }

    /// A segment's sort key begins with its day and `#`, after which `$` comes.
    private List<Segment> query(String partition, LocalDate first, LocalDate last) {
        QueryRequest request =
                QueryRequest.builder()
                        .tableName(table.name())
                        .keyConditionExpression("pk = :pk AND sk BETWEEN :first AND :last")
                        .expressionAttributeValues(
                                Map.of(
                                        ":pk", Item.text(partition),
                                        ":first", Item.text(first.toString()),
                                        ":last", Item.text(last + "$")))
                        .consistentRead(true)
                        .build();
        List<Segment> segments = new ArrayList<>();
        table.query(request, item -> segments.add(segment(item)));
        return segments;
    }

    private static Segment segment(Item item) {
        return new Segment(
                item.textOf("team"),
                LocalDate.parse(item.textOf("day")),
                item.textOf("shard"),
                item.textOf(SEQUENCE),
                item.bytes(TABLE));
    }

    void remove(List<Segment> merged) {
        table.deleteAll(
                merged.stream().map(segment -> RollupKey.segment(segment).attributes()).toList());
    }
}
