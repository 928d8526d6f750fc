package dev.tollgate.aws.dynamo;

import dev.tollgate.rollup.Head;
import dev.tollgate.rollup.RollupStore;
import dev.tollgate.rollup.Segment;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import java.util.NavigableSet;
import java.util.Optional;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentHashMap;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.dynamodb.model.QueryRequest;

/// Roll-ups in DynamoDB: segments and watermarks as [RollupSegments] has them, days as [RollupDays] has them, and one item a team.
public final class DynamoRollupStore implements RollupStore {
    /// Teams of which it is remembered that they are registered. What is forgotten costs one more write.
    static final int MAX_REMEMBERED = 10_000;

    private static final String TEAMS = "teams";

    private final Table table;
    private final RollupSegments segments;
    private final RollupDays days;
    private final Set<String> registered = ConcurrentHashMap.newKeySet();

    public DynamoRollupStore(DynamoDbClient client, String table, Clock clock) {
        this.table = new Table(client, table);
        this.segments = new RollupSegments(this.table, clock);
        this.days = new RollupDays(this.table);
    }

    @Override
    public Optional<String> watermark(String shard) {
        return segments.watermark(shard);
    }

    /// A team is registered before its first segment: then nobody who looks for teams misses one, and no two shards that see a new team at once are in each
    /// other's way.
    @Override
    public boolean append(
            String shard, Optional<String> before, String after, List<Segment> added) {
        added.stream().map(Segment::team).distinct().forEach(this::register);
        return segments.append(shard, before, after, added);
    }

    private void register(String team) {
        if (registered.contains(team)) {
            return;
        }
        Item item = RollupKey.of(TEAMS, RollupKey.TEAM + team);
        table.call(
                "PutItem",
                dynamo ->
                        dynamo.putItem(put -> put.tableName(table.name()).item(item.attributes())));
        if (registered.size() >= MAX_REMEMBERED) {
            registered.clear();
        }
        registered.add(team);
    }

    @Override
    public List<Segment> segments(String team, LocalDate first, LocalDate last) {
        return segments.read(team, first, last);
    }

    @Override
    public void remove(List<Segment> merged) {
        segments.remove(merged);
    }

    @Override
    public List<Head> heads(String team, LocalDate first, LocalDate last) {
        return days.heads(team, first, last);
    }

    @Override
    public List<Optional<byte[]>> parts(List<PartKey> keys) {
        return days.parts(keys);
    }

    @Override
    public Optional<Claim> claim(String team, LocalDate day, Instant now, Duration lease) {
        return days.claim(team, day, now, lease);
    }

    @Override
    public boolean replace(Claim claim, Head head, List<byte[]> parts) {
        return days.replace(claim, head, parts);
    }

    @Override
    public void release(Claim claim) {
        days.release(claim);
    }

    @Override
    public SortedSet<String> teams() {
        QueryRequest request =
                QueryRequest.builder()
                        .tableName(table.name())
                        .keyConditionExpression("pk = :pk")
                        .expressionAttributeValues(Map.of(":pk", Item.text(TEAMS)))
                        .consistentRead(true)
                        .build();
        NavigableSet<String> teams = new TreeSet<>();
        table.query(
                request, item -> teams.add(item.textOf("sk").substring(RollupKey.TEAM.length())));
        return teams;
    }
}
