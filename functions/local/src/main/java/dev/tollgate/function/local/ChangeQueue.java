package dev.tollgate.function.local;

import dev.tollgate.config.StoreUnavailable;
import dev.tollgate.rollup.Change;
import dev.tollgate.rollup.Counting;
import dev.tollgate.rollup.Rollup.Folded;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;

/// The changes of a ledger in memory, which it hands over itself. While too many wait, the ledger does.
final class ChangeQueue implements ChangeSource {
    /// Changes that wait at most.
    static final int MAX_WAITING = 100_000;

    private static final int BATCH = 1_000;
    private static final String SHARD = "memory";

    private final Counting counting;
    private final BlockingQueue<Change> waiting = new LinkedBlockingQueue<>(MAX_WAITING);
    private final List<Change> taken = new ArrayList<>();

    ChangeQueue(Counting counting) {
        this.counting = counting;
    }

    /// Takes a change, in the ledger's order.
    ///
    /// @throws StoreUnavailable if the roll-ups are too far behind
    void add(Change change) {
        if (!waiting.offer(change)) {
            throw new StoreUnavailable("the roll-ups are %d changes behind".formatted(MAX_WAITING));
        }
    }

    @Override
    public boolean round() {
        waiting.drainTo(taken, BATCH - taken.size());
        if (taken.isEmpty()) {
            return false;
        }
        Folded folded = counting.fold(SHARD, List.copyOf(taken));
        taken.subList(0, folded.done()).clear();
        folded.failure()
                .ifPresent(failure -> {
                    throw failure;
                });
        return true;
    }
}
