package dev.tollgate.audit;

/// How often a team's own patterns may still look at a character: all of them together, in all that is kept of one call.
final class Looks {
    /// A quarter of a second's work of one CPU.
    static final long OF_ONE_CALL = 50_000_000;

    private long left;

    Looks(long left) {
        this.left = left;
    }

    /// As many of those asked for as are left.
    long take(long asked) {
        long given = Math.min(asked, left);
        left -= given;
        return given;
    }

    void giveBack(long unused) {
        left += unused;
    }
}
