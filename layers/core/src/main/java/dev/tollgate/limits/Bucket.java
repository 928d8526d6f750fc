package dev.tollgate.limits;

import java.time.Instant;

/// A counter that all sandboxes share: what was used of one limit, by those that it counts together.
///
/// It holds settled use, and holds of calls under way. Settled use of a rate drains with time: its unit is a nanosecond of draining, so a request of
/// 600 a minute weighs 100 ms. Settled use of anything else stands still. Holds never drain, so they can be given back exactly.
///
/// @param id ASCII, at most 200 characters
/// @param drains whether settled use drains, one unit each nanosecond
/// @param forgetAt when nobody needs it any more
public record Bucket(String id, boolean drains, Instant forgetAt) {

    /// The bucket's own clock: nanoseconds of the epoch, or always 0 where nothing drains.
    public long clock(Instant now) {
        return drains ? Math.addExact(now.getEpochSecond() * 1_000_000_000L, now.getNano()) : 0;
    }
}
