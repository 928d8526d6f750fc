package dev.tollgate.limits;

/// How full a bucket is, in its units.
///
/// @param settled used and not drained yet
/// @param held by calls under way
public record Level(long settled, long held) {
    public static final Level EMPTY = new Level(0, 0);

    public long total() {
        return settled + held;
    }
}
