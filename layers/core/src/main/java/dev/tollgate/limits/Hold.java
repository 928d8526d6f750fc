package dev.tollgate.limits;

import java.time.Instant;

/// What a call under way keeps of a bucket until it is settled.
///
/// Holds that expire in the same minute are one sum: a bucket needs no more than a number for each minute, and the holds of sandboxes that were killed
/// can be dropped minute by minute.
///
/// @param slot the minute of the epoch in which it expires; it is dropped when the minute is over
public record Hold(long amount, long slot) {
    private static final long SLOT_SECONDS = 60;

    public static Hold until(long amount, Instant expiry) {
        return new Hold(amount, Math.floorDiv(expiry.getEpochSecond(), SLOT_SECONDS));
    }

    public static boolean isOver(long slot, Instant now) {
        return now.getEpochSecond() >= (slot + 1) * SLOT_SECONDS;
    }
}
