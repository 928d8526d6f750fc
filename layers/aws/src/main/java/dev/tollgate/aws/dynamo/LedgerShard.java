package dev.tollgate.aws.dynamo;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Map;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import software.amazon.awssdk.services.dynamodb.model.QueryRequest;
import software.amazon.awssdk.services.dynamodb.model.QueryResponse;

/// What is left to read of one shard of a team's day, the newest first. It keeps one page.
final class LedgerShard {
    /// Records of the first page: eight shards together have what one screen shows.
    private static final int FIRST_PAGE = 25;

    /// Records of every further one: whoever comes here is looking for few among many.
    private static final int NEXT_PAGE = 500;

    private final Table table;
    private final Deque<Map<String, AttributeValue>> page = new ArrayDeque<>();
    private QueryRequest next;
    private boolean read;

    private LedgerShard(Table table, QueryRequest first) {
        this.table = table;
        this.next = first;
    }

    /// @param first the least id
    /// @param last the greatest id
    static LedgerShard open(Table table, String partition, String first, String last) {
        LedgerShard shard =
                new LedgerShard(
                        table,
                        QueryRequest.builder()
                                .tableName(table.name())
                                .keyConditionExpression("pk = :pk AND id BETWEEN :first AND :last")
                                .expressionAttributeValues(
                                        Map.of(
                                                ":pk", Item.text(partition),
                                                ":first", Item.text(first),
                                                ":last", Item.text(last)))
                                .scanIndexForward(false)
                                .consistentRead(true)
                                .limit(FIRST_PAGE)
                                .build());
        shard.fill();
        return shard;
    }

    boolean isEmpty() {
        return page.isEmpty();
    }

    /// The id of the newest record that is left.
    String id() {
        return new Item(page.getFirst()).textOf("id");
    }

    Item take() {
        Item newest = new Item(page.removeFirst());
        fill();
        return newest;
    }

    private void fill() {
        while (page.isEmpty() && !read) {
            QueryResponse response = table.call("Query", dynamo -> dynamo.query(next));
            page.addAll(response.items());
            read = !response.hasLastEvaluatedKey() || response.lastEvaluatedKey().isEmpty();
            next =
                    next.toBuilder()
                            .limit(NEXT_PAGE)
                            .exclusiveStartKey(response.lastEvaluatedKey())
                            .build();
        }
    }
}
