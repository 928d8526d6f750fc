package dev.tollgate.rollup;

import java.time.LocalDate;

/// What one batch of changes adds to a team's day, until it is merged into that day.
///
/// @param shard of the stream that the batch came from
/// @param sequence of the batch's last change, see [Change#sortable]
/// @param table at most [#MAX_BYTES]
public record Segment(String team, LocalDate day, String shard, String sequence, byte[] table) {
    /// What fits into one item of DynamoDB beside its key, with room for others in one transaction.
    public static final int MAX_BYTES = 350 * 1024;
}
