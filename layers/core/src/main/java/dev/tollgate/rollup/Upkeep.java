package dev.tollgate.rollup;

import dev.tollgate.config.StoreUnavailable;
import dev.tollgate.config.Timing;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.function.BooleanSupplier;

/// What has to be done for every team from time to time: calls that never ended are settled, and segments merged into their days.
///
/// @param merging of a team's day
public record Upkeep(
        RollupStore store, Sweep sweep, Merging merging, Timing timing, RollupObserver observer) {

    private static final LocalDate FAR = LocalDate.of(9999, 12, 31);

    /// Goes through the teams, in another order each time, so that no team waits for ever for those before it. What a store or a bug does not let be done for a
    /// team is left for the next time.
    ///
    /// @param until after it no team is begun, nor an hour or a day of one
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
            all &= done(() -> swept(team, until));
            all &= done(() -> merge(team, until));
        }
        return all;
    }

    private boolean swept(String team, Instant until) {
        sweep.run(team, until);
        return timing.now().isBefore(until);
    }

    /// @return false if there was no time for some days
    private boolean merge(String team, Instant until) {
        SortedSet<LocalDate> days = new TreeSet<>();
        store.segments(team, LocalDate.EPOCH, FAR).forEach(segment -> days.add(segment.day()));
        for (LocalDate day : days) {
            if (!timing.now().isBefore(until)) {
                return false;
            }
            merging.merge(team, day);
        }
        return true;
    }

    /// See [Compaction#merge].
    @FunctionalInterface
    public interface Merging {
        boolean merge(String team, LocalDate day);
    }

    private boolean done(BooleanSupplier work) {
        try {
            return work.getAsBoolean();
        } catch (StoreUnavailable e) {
            observer.degraded("roll-ups are not kept in order now", e);
            return false;
        } catch (RuntimeException e) {
            observer.degraded("a bug: the roll-ups of a team are not kept in order", e);
            return false;
        }
    }
}
