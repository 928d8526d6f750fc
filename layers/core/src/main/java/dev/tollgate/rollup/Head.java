package dev.tollgate.rollup;

import java.time.LocalDate;

/// What is known of a team's day that segments have been merged into: where its views stand, and what they cover.
///
/// @param version of the merge that made it; a later merge has a greater one, not always the next
/// @param slot 0 or 1: in which of two places its parts stand; those of the head before it stand in the other one
/// @param parts how many pieces of [#PART_BYTES] the day's views take, the last one perhaps less
/// @param directory the rest, as the roll-up writes it; at most [Segment#MAX_BYTES]
public record Head(
        String team, LocalDate day, long version, int slot, int parts, byte[] directory) {
    /// Small, as most questions need a few views only; an item of DynamoDB could take six times as much.
    public static final int PART_BYTES = 64 * 1024;
}
