package dev.tollgate.rollup;

import dev.tollgate.config.StoreUnavailable;
import dev.tollgate.rollup.Rollup.Folded;
import java.util.List;

/// Counts changes of the ledger, and merges the days that have grown by it. A merge that does not work is for the next one, or for the [Upkeep]: what has been
/// counted stays so, even if merging has a bug.
public record Counting(Rollup rollup, Compaction compaction, RollupObserver observer) {

    /// See [Rollup#fold].
    public Folded fold(String shard, List<Change> batch) {
        Folded folded = rollup.fold(shard, batch);
        try {
            compaction.after(folded.segments());
        } catch (StoreUnavailable e) {
            observer.degraded("roll-ups are not merged now", e);
        } catch (RuntimeException e) {
            observer.degraded("a bug: roll-ups are not merged", e);
        }
        return folded;
    }
}
