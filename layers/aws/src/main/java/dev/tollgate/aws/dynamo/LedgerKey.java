package dev.tollgate.aws.dynamo;

import dev.tollgate.config.Ids;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.Map;
import java.util.Optional;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;

/// Where a record stands: partition `team#2026-11-23#5`, then its id.
///
/// A team's day is spread over [#SHARDS] partitions, by the id. What follows the team has a fixed length, so that no two
/// teams share a partition, whatever their names hold.
record LedgerKey(String partition, String id) {
    static final int SHARDS = 8;

    /// The key of an id; empty if the text is none.
    static Optional<LedgerKey> of(String team, String id) {
        return Ids.startOf(id)
                .map(start -> new LedgerKey(partition(team, day(start), shard(id)), id));
    }

    static String partition(String team, LocalDate day, int shard) {
        return team + "#" + day + "#" + shard;
    }

    /// The UTC day of an instant.
    static LocalDate day(Instant instant) {
        return LocalDate.ofInstant(instant, ZoneOffset.UTC);
    }

    /// The least id of a call that began then.
    static String first(Instant start) {
        return Ids.request(start, () -> 0L);
    }

    /// The greatest id of a call that began then.
    static String last(Instant start) {
        return Ids.request(start, () -> -1L);
    }

    Map<String, AttributeValue> attributes() {
        return Map.of("pk", Item.text(partition), "id", Item.text(id));
    }

    /// The hash is that of the Java language's specification: it never changes.
    private static int shard(String id) {
        return Math.floorMod(id.hashCode(), SHARDS);
    }
}
