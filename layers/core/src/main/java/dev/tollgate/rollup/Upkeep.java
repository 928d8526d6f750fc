package dev.tollgate.rollup;

import dev.tollgate.config.StoreUnavailable;
import dev.tollgate.config.Timing;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.function.Consumer;

/// What has to be done for every team from time to time: calls that never ended are settled, and segments merged into their days.
///
/// @param compaction merges a team's segments
public record Upkeep(
        RollupStore store,
        Sweep sweep,
        Consumer<String> compaction,
        Timing timing,
        RollupObserver observer) {

    /// Goes through the teams, in another order each time, so that no team waits for ever for those before it. What a store does not let be done for a team
    /// is left for the next time.
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
            all &= done(() -> compaction.accept(team));
        }
        return all;
    }

    private boolean done(Runnable work) {
        try {
            work.run();
            return true;
        } catch (StoreUnavailable e) {
            observer.degraded("roll-ups are not kept in order now", e);
            return false;
        }
    }
}
