package dev.tollgate.aws.dynamo;

import dev.tollgate.rollup.RollupStore.PartKey;
import dev.tollgate.rollup.Segment;
import java.time.LocalDate;

/// Where things of roll-ups stand: partition `KIND#team`, of segments `segments#2#team`, then a day first.
///
/// What precedes a team has a fixed length, so that no two teams share a partition, whatever their names hold.
final class RollupKey {
    /// A team's segments are spread over so many partitions, by the shard of the stream that they come from.
    static final int SPREAD = 4;

    /// Precedes a team's name where an empty one could not stand alone.
    static final String TEAM = "team#";

    private RollupKey() {}

    static Item of(String partition, String sort) {
        return Item.create().put("pk", partition).put("sk", sort);
    }

    static Item watermark(String shard) {
        return of("shard#" + shard, "watermark");
    }

    static Item segment(Segment segment) {
        return of(
                segments(segment.team(), Math.floorMod(segment.shard().hashCode(), SPREAD)),
                segment.day() + "#" + segment.shard() + "#" + segment.sequence());
    }

    static String segments(String team, int spread) {
        return "segments#" + spread + "#" + team;
    }

    static Item head(String team, LocalDate day) {
        return of(heads(team), day.toString());
    }

    static String heads(String team) {
        return "heads#" + team;
    }

    static Item part(PartKey key) {
        return of("parts#" + key.team(), key.day() + "#" + key.slot() + "#" + key.number());
    }
}
