package dev.tollgate.testkit.rollup;

import dev.tollgate.rollup.Change;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// A shard of the ledger's stream, and how far it has been delivered.
///
/// The parent: the shard whose changes come before
final class StreamShard {
    private final String name;
    private final Optional<StreamShard> parent;
    private final List<Change> changes = new ArrayList<>();
    private int delivered;

    StreamShard(String name, Optional<StreamShard> parent) {
        this.name = name;
        this.parent = parent;
    }

    String name() {
        return name;
    }

    List<Change> changes() {
        return changes;
    }

    boolean parentIsDone() {
        return parent.isEmpty() || parent.get().isDone();
    }

    boolean isDone() {
        return delivered == changes.size();
    }

    int delivered() {
        return delivered;
    }

    void deliveredUntil(int count) {
        delivered = Math.max(delivered, count);
    }
}
