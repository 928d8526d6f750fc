package dev.tollgate.rollup;

import dev.tollgate.config.Timing;
import dev.tollgate.rollup.RollupStore.Claim;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Optional;

/// Merges days' segments into their views, so that a reader finds few things.
///
/// Nothing is counted twice or lost wherever it stops, and whoever reads meanwhile:
///
/// - Views and the list of what they hold are put in place together. Until then the segments count; from then on they don't, removed or not.
/// - A shard's segments are merged in order, so "all until this sequence" says what is held. To be sure that none in between was missed while
///   they were listed, they are listed twice: what was appended before anything of the first list is in the second.
/// - A reader takes the segments first, then the head. What it found among the segments and was merged meanwhile is held by the head; what it did not
///   find any more is too.
/// - What the head says of a shard stays there until no reader can have found a segment of it that is held: for an hour after one was last there.
/// - A merge that took too long has lost its claim, and puts nothing in place.
public final class Compaction {
    /// Longer than a merge takes: then another one may begin.
    private static final Duration LEASE = Duration.ofMinutes(5);

    /// After a day is over, most of its calls have ended.
    private static final Duration LATE = Duration.ofMinutes(30);

    /// How many merges follow each other where there is more than one takes in.
    private static final int MAX_ROUNDS = 20;

    private final RollupStore store;
    private final Timing timing;
    private final ViewBounds bounds;
    private final Growths growths;

    public Compaction(RollupStore store, Timing timing, ViewBounds bounds) {
        this.store = store;
        this.timing = timing;
        this.bounds = bounds;
        this.growths = new Growths(store);
    }

    /// Merges the days of segments that this process has just written, where it has written enough since the last time: so that merges write no more than
    /// a few times what batches do.
    public void after(List<Segment> written) {
        for (Growths.Day day : growths.after(written)) {
            merge(day.team(), day.day());
        }
    }

    /// Merges a day if it is over, or has grown enough.
    ///
    /// @return whether it is merged, or need not be
    public boolean mergeIfDue(String team, LocalDate day) {
        Instant over = day.plusDays(1).atStartOfDay(ZoneOffset.UTC).toInstant().plus(LATE);
        List<Segment> segments = store.segments(team, day, day);
        boolean due =
                !segments.isEmpty()
                        && (!timing.now().isBefore(over)
                                || Growths.isEnough(segments, store.heads(team, day, day)));
        return !due || merge(team, day);
    }

    /// Merges what there is of a day.
    ///
    /// @return whether it is done: false if somebody else is at it, or there is more than can be done at once
    public boolean merge(String team, LocalDate day) {
        for (int round = 0; round < MAX_ROUNDS; round++) {
            Optional<Claim> claim = store.claim(team, day, timing.now(), LEASE);
            if (claim.isEmpty()) {
                return false;
            }
            switch (new Merge(store, timing, bounds, claim.get()).run()) {
                case DONE -> {
                    return true;
                }
                case LOST -> {
                    return false;
                }
                case MORE -> {}
            }
        }
        return false;
    }
}
