package dev.tollgate.aws.dynamo;

import com.fasterxml.jackson.databind.JsonNode;
import dev.tollgate.ledger.LedgerRecord;
import dev.tollgate.rollup.Change;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.BiConsumer;
import java.util.function.Predicate;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import software.amazon.awssdk.services.dynamodb.model.OperationType;
import software.amazon.awssdk.services.dynamodb.model.Record;
import software.amazon.awssdk.services.dynamodb.model.StreamRecord;

/// The stream of the ledger's table, as Lambda hands it over and as the SDK reads it, in changes of the ledger.
///
/// A record that goes as its retention ends is no change. One that can't be read has to wait for a deployment that can, as long as [#HELD_UP]: a batch with it
/// fails, and nothing after it in its shard counts. Then it is told of and left out, as the stream keeps what comes after it for 24 hours only.
public final class LedgerStream {
    /// How old a record is that nothing waits for any more; the rest of the stream's 24 hours is for what has piled up behind it.
    static final Duration HELD_UP = Duration.ofHours(6);

    private LedgerStream() {}

    /// What one invocation brings: a shard's changes, in order.
    ///
    public record Batch(String shard, List<Change> changes) {}

    /// @param event of an event source mapping with a tumbling window: only these name their shard
    /// @param unreadable takes the key of an old record and why it can't be read
    /// @throws IllegalArgumentException if it names no shard
    /// @throws IllegalStateException if a record can't be read that is not old yet
    public static Batch read(
            JsonNode event, Instant now, BiConsumer<String, Throwable> unreadable) {
        List<Record> records =
                event.path("Records").valueStream().map(LedgerStream::record).toList();
        String shard = event.path("shardId").asText();
        if (shard.isEmpty() && !records.isEmpty()) {
            throw new IllegalArgumentException(
                    "an event without shardId: need an event source mapping with a tumbling window");
        }
        Instant old = now.minus(HELD_UP);
        return new Batch(shard, changes(records, record -> isBefore(record, old), unreadable));
    }

    /// A change's sequence number as the stream writes it: at least 21 digits.
    public static String sequenceNumber(String sortable) {
        return sortable.replaceFirst("^0+(?=[0-9]{21})", "");
    }

    /// The changes that records of one shard tell of, in order; what can't be read is left out, however young.
    ///
    /// @param unreadable takes the key of a record and why it can't be read
    public static List<Change> changes(
            List<Record> records, BiConsumer<String, Throwable> unreadable) {
        return changes(records, _ -> true, unreadable);
    }

    private static List<Change> changes(
            List<Record> records,
            Predicate<Record> givenUp,
            BiConsumer<String, Throwable> unreadable) {
        List<Change> changes = new ArrayList<>();
        for (Record record : records) {
            try {
                if (record.eventName() != OperationType.REMOVE) {
                    changes.add(change(record));
                }
            } catch (RuntimeException e) {
                String key = key(record.dynamodb().keys());
                if (!givenUp.test(record)) {
                    throw new IllegalStateException("the ledger's record can't be read: " + key, e);
                }
                unreadable.accept(key, e);
            }
        }
        return changes;
    }

    /// One that does not say when it was made is older than any.
    private static boolean isBefore(Record record, Instant time) {
        Instant made = record.dynamodb().approximateCreationDateTime();
        return made == null || made.isBefore(time);
    }

    private static Change change(Record record) {
        StreamRecord change = record.dynamodb();
        Optional<LedgerRecord> before =
                record.eventName() == OperationType.INSERT
                        ? Optional.empty()
                        : Optional.of(image(change.oldImage()));
        return new Change(
                Change.sortable(change.sequenceNumber()), before, image(change.newImage()));
    }

    private static LedgerRecord image(Map<String, AttributeValue> attributes) {
        return LedgerItem.read(new Item(attributes));
    }

    private static String key(Map<String, AttributeValue> key) {
        return Optional.ofNullable(key.get("pk")).map(AttributeValue::s).orElse("?")
                + " "
                + Optional.ofNullable(key.get("id")).map(AttributeValue::s).orElse("?");
    }

    private static Record record(JsonNode json) {
        JsonNode change = json.path("dynamodb");
        return Record.builder()
                .eventName(json.path("eventName").asText())
                .dynamodb(
                        StreamRecord.builder()
                                .sequenceNumber(change.path("SequenceNumber").asText())
                                .approximateCreationDateTime(
                                        Instant.ofEpochSecond(
                                                change.path("ApproximateCreationDateTime")
                                                        .asLong()))
                                .keys(StreamJson.item(change.path("Keys")))
                                .oldImage(StreamJson.item(change.path("OldImage")))
                                .newImage(StreamJson.item(change.path("NewImage")))
                                .build())
                .build();
    }
}
