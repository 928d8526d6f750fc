package dev.tollgate.rollup;

import dev.tollgate.config.StoreUnavailable;
import dev.tollgate.config.Timing;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/// What has to be done for every team from time to time: calls that never ended are settled, and segments merged into their days.
///
/// @param merging of a team's day
public record Upkeep(
        RollupStore store, Sweep sweep, Merging merging, Timing timing, RollupObserver observer) {

    private static final LocalDate FAR = LocalDate.of(9999, 12, 31);

    /// How often a team's days are gone through in one run.
    private static final int MAX_PASSES = 8;

    /// What all merges together take in at once, surely.
    private static final long MUCH_BYTES = 2 * 1024 * 1024;

    /// Goes through the teams, in another order each time, so that no team waits for ever for those before it. What a store or a bug does not let be done for a
    /// team is left for the next time.
    ///
    /// @param until after it no team is begun
    /// @return whether all were looked after
    /// @throws StoreUnavailable if it can't be known which teams there are
    public boolean run(Instant until) {
        List<String> teams = new ArrayList<>(store.teams());
        Collections.shuffle(teams, timing.random());
        boolean all = true;
        for (String team : teams) {
            if (!timing.now().isBefore(until)) {
                return false;
            }
            all &= done(() -> sweep.run(team));
            all &= done(() -> merge(team));
        }
        return all;
    }

    /// Merges what there is; then once more if it was much, as one merge takes in so much only.
    private void merge(String team) {
        long bytes = Long.MAX_VALUE;
        for (int pass = 0; pass < MAX_PASSES && bytes > MUCH_BYTES; pass++) {
            List<Segment> segments = store.segments(team, LocalDate.EPOCH, FAR);
            segments.stream()
                    .map(Segment::day)
                    .distinct()
                    .sorted()
                    .forEach(day -> merging.merge(team, day));
            bytes = segments.stream().mapToLong(segment -> segment.table().length).sum();
        }
    }

    /// See [Compaction#merge].
    @FunctionalInterface
    public interface Merging {
        boolean merge(String team, LocalDate day);
    }

    private boolean done(Runnable work) {
        try {
            work.run();
            return true;
        } catch (StoreUnavailable e) {
            observer.degraded("roll-ups are not kept in order now", e);
            return false;
        } catch (RuntimeException e) {
            observer.degraded("a bug: the roll-ups of a team are not kept in order", e);
            return false;
        }
    }
}
