package dev.tollgate.function.local;

import dev.tollgate.aws.dynamo.LedgerStream;
import dev.tollgate.config.StoreUnavailable;
import dev.tollgate.rollup.Change;
import dev.tollgate.rollup.Counting;
import dev.tollgate.rollup.Rollup.Folded;
import dev.tollgate.rollup.RollupObserver;
import dev.tollgate.rollup.RollupStore;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.services.dynamodb.model.DescribeStreamRequest;
import software.amazon.awssdk.services.dynamodb.model.DescribeStreamResponse;
import software.amazon.awssdk.services.dynamodb.model.ExpiredIteratorException;
import software.amazon.awssdk.services.dynamodb.model.GetRecordsResponse;
import software.amazon.awssdk.services.dynamodb.model.Record;
import software.amazon.awssdk.services.dynamodb.model.ResourceNotFoundException;
import software.amazon.awssdk.services.dynamodb.model.Shard;
import software.amazon.awssdk.services.dynamodb.model.ShardIteratorType;
import software.amazon.awssdk.services.dynamodb.model.TrimmedDataAccessException;
import software.amazon.awssdk.services.dynamodb.streams.DynamoDbStreamsClient;

/// Reads a table's stream as Lambda would: shard by shard, a parent before its children, each from where its watermark stands, and a batch again until it is
/// folded. One thread at a time.
final class StreamPump implements ChangeSource {
    /// Records of one batch.
    private static final int BATCH = 1_000;

    private final DynamoDbStreamsClient streams;
    private final String stream;
    private final RollupStore store;
    private final Counting counting;
    private final RollupObserver observer;

    /// Where each shard that has been begun is to be read next, and those that were read to their end.
    private final Map<String, String> iterators = new HashMap<>();

    private final Set<String> ended = new HashSet<>();

    /// @param stream its ARN
    StreamPump(
            DynamoDbStreamsClient streams,
            String stream,
            RollupStore store,
            Counting counting,
            RollupObserver observer) {
        this.streams = streams;
        this.stream = stream;
        this.store = store;
        this.counting = counting;
        this.observer = observer;
    }

    @Override
    public boolean round() {
        try {
            boolean some = false;
            List<Shard> shards = shards();
            Set<String> there = new HashSet<>();
            shards.forEach(shard -> there.add(shard.shardId()));
            iterators.keySet().retainAll(there);
            ended.retainAll(there);
            for (Shard shard : shards) {
                String parent = shard.parentShardId();
                boolean begun = parent == null || !there.contains(parent) || ended.contains(parent);
                if (begun && !ended.contains(shard.shardId())) {
                    some |= read(shard.shardId());
                }
            }
            return some;
        } catch (SdkException e) {
            throw new StoreUnavailable("the ledger's stream: " + e.getClass().getSimpleName(), e);
        }
    }

    /// Parents come before their children.
    private List<Shard> shards() {
        DescribeStreamRequest.Builder request = DescribeStreamRequest.builder().streamArn(stream);
        DescribeStreamResponse page = streams.describeStream(request.build());
        List<Shard> shards = new ArrayList<>(page.streamDescription().shards());
        while (page.streamDescription().lastEvaluatedShardId() != null) {
            request.exclusiveStartShardId(page.streamDescription().lastEvaluatedShardId());
            page = streams.describeStream(request.build());
            shards.addAll(page.streamDescription().shards());
        }
        return shards;
    }

    /// @return whether there were records, or the shard has ended
    private boolean read(String shard) {
        GetRecordsResponse page;
        try {
            String iterator = iterators.computeIfAbsent(shard, this::start);
            page = streams.getRecords(it -> it.shardIterator(iterator).limit(BATCH));
        } catch (ExpiredIteratorException | TrimmedDataAccessException e) {
            iterators.remove(shard);
            return true;
        }
        fold(shard, page.records());
        boolean ended = advance(shard, page.nextShardIterator());
        return ended || !page.records().isEmpty();
    }

    private void fold(String shard, List<Record> records) {
        List<Change> changes = LedgerStream.changes(records, observer::rollupSkipped);
        Folded folded = counting.fold(shard, changes);
        if (folded.done() < changes.size()) {
            throw folded.failure()
                    .orElseGet(() -> new StoreUnavailable("another reader moves " + shard));
        }
    }

    private boolean advance(String shard, @Nullable String next) {
        if (next == null) {
            iterators.remove(shard);
            ended.add(shard);
            return true;
        }
        iterators.put(shard, next);
        return false;
    }

    private String start(String shard) {
        Optional<String> watermark = store.watermark(shard);
        if (watermark.isPresent()) {
            try {
                return iterator(
                        shard,
                        ShardIteratorType.AFTER_SEQUENCE_NUMBER,
                        LedgerStream.sequenceNumber(watermark.get()));
            } catch (TrimmedDataAccessException | ResourceNotFoundException e) {
                // All that is left of it comes after its watermark.
            }
        }
        return iterator(shard, ShardIteratorType.TRIM_HORIZON, null);
    }

    private String iterator(String shard, ShardIteratorType type, @Nullable String sequence) {
        return streams.getShardIterator(it ->
                        it.streamArn(stream)
                                .shardId(shard)
                                .shardIteratorType(type)
                                .sequenceNumber(sequence))
                .shardIterator();
    }
}
