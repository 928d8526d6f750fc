package dev.tollgate.aws.dynamo;

import dev.tollgate.audit.Payload;
import dev.tollgate.audit.PayloadStore;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.dynamodb.model.QueryRequest;

/// Payloads in DynamoDB, compressed, an item for each [#PART_BYTES]: partition `team#req_...`, part `00`, `01` and so on.
///
/// ```
/// content    the part's bytes
/// expiresAt  when it may be deleted (s since 1970)
/// parts      of part 00: how many there are in all
/// goneAt     of part 00: from when on nobody can read it (ms since 1970)
/// ```
///
/// Part 00 is written last and read first: with it, all others are there; without it, nothing is. An id has a fixed length, so that no two teams share a
/// partition, whatever their names hold.
public final class DynamoPayloadStore implements PayloadStore {
    /// What an item holds; DynamoDB's end at 400 KB.
    static final int PART_BYTES = 350_000;

    private final Table table;

    /// @param table of payloads
    public DynamoPayloadStore(DynamoDbClient client, String table) {
        this.table = new Table(client, table);
    }

    @Override
    public void put(Payload payload) {
        byte[] zipped = Gzip.zip(payload.json());
        List<Item> parts = new ArrayList<>();
        for (int from = 0; from < zipped.length; from += PART_BYTES) {
            byte[] content =
                    Arrays.copyOfRange(zipped, from, Math.min(zipped.length, from + PART_BYTES));
            parts.add(
                    Item.create()
                            .put("pk", partition(payload.team(), payload.id()))
                            .put("part", "%02d".formatted(parts.size()))
                            .put("content", content)
                            .put(Expiry.ATTRIBUTE, Expiry.of(payload.goneAt())));
        }
        parts.getFirst().put("parts", parts.size()).put("goneAt", payload.goneAt().toEpochMilli());
        parts.reversed().forEach(this::put);
    }

    private void put(Item part) {
        table.call(
                "PutItem",
                dynamo ->
                        dynamo.putItem(put -> put.tableName(table.name()).item(part.attributes())));
    }

    @Override
    public Optional<Payload> find(String team, String id, Instant now) {
        List<Item> parts = parts(partition(team, id));
        if (parts.isEmpty() || !parts.getFirst().has("parts")) {
            return Optional.empty();
        }
        Item first = parts.getFirst();
        Instant goneAt = Instant.ofEpochMilli(first.numberOf("goneAt"));
        int count = (int) first.numberOf("parts");
        return now.isBefore(goneAt) && count <= parts.size()
                ? Optional.of(
                        new Payload(
                                team,
                                id,
                                goneAt,
                                Gzip.unzip(joined(parts.subList(0, count)), MAX_BYTES)))
                : Optional.empty();
    }

    private List<Item> parts(String partition) {
        QueryRequest request =
                QueryRequest.builder()
                        .tableName(table.name())
                        .keyConditionExpression("pk = :pk")
                        .expressionAttributeValues(Map.of(":pk", Item.text(partition)))
                        .consistentRead(true)
                        .build();
        return table.call(
                "Query",
                dynamo ->
                        dynamo.queryPaginator(request).items().stream()
                                .map(Item::new)
                                .collect(Collectors.toList()));
    }

    private static byte[] joined(List<Item> parts) {
        List<byte[]> contents = parts.stream().map(part -> part.bytes("content")).toList();
        byte[] all = new byte[contents.stream().mapToInt(content -> content.length).sum()];
        int at = 0;
        for (byte[] content : contents) {
            System.arraycopy(content, 0, all, at, content.length);
            at += content.length;
        }
        return all;
    }

    private static String partition(String team, String id) {
        return team + "#" + id;
    }
}
