package dev.tollgate.testkit.rollup;

import dev.tollgate.rollup.Head;
import dev.tollgate.rollup.RollupStore;
import dev.tollgate.rollup.Segment;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import java.util.Optional;
import java.util.SortedSet;

/// A store where somebody else is faster, once.
class Overtaken implements RollupStore {
    private final RollupStore store;
    private final At at;
    private Runnable other;

    /// Before which call.
    enum At {
        APPEND,
        HEADS,
        PARTS,
        REPLACE
    }

    /// @param other what somebody else does before the first such call
    Overtaken(RollupStore store, At at, Runnable other) {
        this.store = store;
        this.at = at;
        this.other = other;
    }

    private void overtakeAt(At call) {
        if (at == call) {
            Runnable now = other;
            other = () -> {};
            now.run();
        }
    }

    @Override
    public Optional<String> watermark(String shard) {
        return store.watermark(shard);
    }

    @Override
    public boolean append(
            String shard, Optional<String> mark, String after, List<Segment> segments) {
        overtakeAt(At.APPEND);
        return store.append(shard, mark, after, segments);
    }

    @Override
    public List<Segment> segments(String team, LocalDate first, LocalDate last) {
        return store.segments(team, first, last);
    }

    @Override
    public void remove(List<Segment> merged) {
        store.remove(merged);
    }

    @Override
    public List<Head> heads(String team, LocalDate first, LocalDate last) {
        overtakeAt(At.HEADS);
        return store.heads(team, first, last);
    }

    @Override
    public List<Optional<byte[]>> parts(List<PartKey> keys) {
        overtakeAt(At.PARTS);
        return store.parts(keys);
    }

    @Override
    public Optional<Claim> claim(String team, LocalDate day, Instant now, Duration lease) {
        return store.claim(team, day, now, lease);
    }

    @Override
    public boolean replace(Claim claim, Head head, List<byte[]> parts) {
        overtakeAt(At.REPLACE);
        return store.replace(claim, head, parts);
    }

    @Override
    public void release(Claim claim) {
        store.release(claim);
    }

    @Override
    public SortedSet<String> teams() {
        return store.teams();
    }
}
