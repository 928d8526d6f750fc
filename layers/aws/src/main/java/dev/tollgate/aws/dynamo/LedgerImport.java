package dev.tollgate.aws.dynamo;

import dev.tollgate.config.StoreUnavailable;
import dev.tollgate.ledger.LedgerRecord;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.dynamodb.model.PutRequest;
import software.amazon.awssdk.services.dynamodb.model.WriteRequest;

/// Puts many records into a ledger at once, over whatever is there: for calls that were made elsewhere.
public final class LedgerImport {
    /// Records of one request.
    public static final int MAX_BATCH = 25;

    /// Requests for one batch, of which a busy table may write some records only.
    private static final int MAX_WRITES = 5;

    private final Table table;
    private final Duration retention;

    public LedgerImport(DynamoDbClient client, String table, Duration retention) {
        this.table = new Table(client, table);
        this.retention = retention;
    }

    /// @param records at most [#MAX_BATCH], no two of the same id
    /// @throws StoreUnavailable if some were not written
    public void put(List<LedgerRecord> records) {
        List<WriteRequest> left = records.stream().map(this::request).toList();
        for (int i = 0; i < MAX_WRITES && !left.isEmpty(); i++) {
            List<WriteRequest> writes = left;
            left =
                    table.call(
                                    "BatchWriteItem",
                                    dynamo ->
                                            dynamo.batchWriteItem(batch ->
                                                    batch.requestItems(
                                                            Map.of(table.name(), writes))))
                            .unprocessedItems()
                            .getOrDefault(table.name(), List.of());
        }
        if (!left.isEmpty()) {
            throw new StoreUnavailable(
                    "BatchWriteItem on %s: %d records were not written"
                            .formatted(table.name(), left.size()));
        }
    }

    private WriteRequest request(LedgerRecord record) {
        Item item = LedgerItem.stored(record, retention);
        return WriteRequest.builder()
                .putRequest(PutRequest.builder().item(item.attributes()).build())
                .build();
    }
}
