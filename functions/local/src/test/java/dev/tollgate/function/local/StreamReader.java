package dev.tollgate.function.local;

import dev.tollgate.aws.dynamo.LedgerStream;
import dev.tollgate.rollup.Change;
import dev.tollgate.rollup.Rollup;
import dev.tollgate.rollup.RollupStore;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.random.RandomGenerator;
import software.amazon.awssdk.services.dynamodb.model.GetRecordsResponse;
import software.amazon.awssdk.services.dynamodb.model.Record;
import software.amazon.awssdk.services.dynamodb.model.Shard;
import software.amazon.awssdk.services.dynamodb.model.ShardIteratorType;
import software.amazon.awssdk.services.dynamodb.streams.DynamoDbStreamsClient;

/// Delivers a stream as badly as it may be: in batches of any size, cut in two, twice, and from an earlier place again.
final class StreamReader {
    private static final int MAX_BATCH = 40;

    private final DynamoDbStreamsClient streams;
    private final String stream;
    private final Rollup rollup;
    private final RandomGenerator random;
    private final Map<String, List<Record>> delivered = new HashMap<>();

    StreamReader(
            DynamoDbStreamsClient streams,
            String stream,
            RollupStore store,
            RandomGenerator random) {
        this.streams = streams;
        this.stream = stream;
        this.rollup = new Rollup(store);
        this.random = random;
    }

    /// Delivers something of each shard.
    ///
    /// @throws CrashingStore.Crash if it came to its end; the next step is that of another one, which knows what was delivered wholly
    void step() {
        for (Shard shard :
                streams.describeStream(it -> it.streamArn(stream)).streamDescription().shards()) {
            List<Record> before =
                    delivered.computeIfAbsent(shard.shardId(), _ -> new ArrayList<>());
            if (!before.isEmpty() && random.nextInt(3) == 0) {
                int from = random.nextInt(before.size());
                int to = from + 1 + random.nextInt(before.size() - from);
                deliver(shard.shardId(), before.subList(from, to));
            }
            List<Record> batch = next(shard.shardId(), before);
            if (batch.size() > 1 && random.nextInt(3) == 0) {
                int cut = 1 + random.nextInt(batch.size() - 1);
                deliver(shard.shardId(), batch.subList(0, cut));
                before.addAll(batch.subList(0, cut));
                batch = batch.subList(cut, batch.size());
            }
            int done = deliver(shard.shardId(), batch);
            before.addAll(batch.subList(0, done));
        }
    }

    private List<Record> next(String shard, List<Record> before) {
        boolean first = before.isEmpty();
        String iterator =
                streams.getShardIterator(
                                it -> {
                                    it.streamArn(stream).shardId(shard);
                                    if (first) {
                                        it.shardIteratorType(ShardIteratorType.TRIM_HORIZON);
                                    } else {
                                        it.shardIteratorType(
                                                        ShardIteratorType.AFTER_SEQUENCE_NUMBER)
                                                .sequenceNumber(
                                                        before.getLast()
                                                                .dynamodb()
                                                                .sequenceNumber());
                                    }
                                })
                        .shardIterator();
        int limit = 1 + random.nextInt(MAX_BATCH);
        GetRecordsResponse page = streams.getRecords(it -> it.shardIterator(iterator).limit(limit));
        return page.records();
    }

    /// @return how many of the records are counted
    private int deliver(String shard, List<Record> records) {
        List<Change> changes =
                LedgerStream.changes(
                        records,
                        (key, cause) -> {
                            throw new AssertionError(key, cause);
                        });
        return rollup.fold(shard, changes).done();
    }
}
