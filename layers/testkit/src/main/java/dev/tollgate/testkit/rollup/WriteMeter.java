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
import java.util.concurrent.atomic.AtomicLong;

/// Counts what a store of roll-ups would pay DynamoDB for its writes: a unit for each 1,024 bytes begun, at least one an item, twice in a transaction.
public final class WriteMeter implements RollupStore {
    /// What an item takes beside its bytes.
    private static final int KEY_BYTES = 150;

    private final RollupStore store;
    private final AtomicLong appended = new AtomicLong();
    private final AtomicLong merged = new AtomicLong();

    public WriteMeter(RollupStore store) {
        this.store = store;
    }

    /// Of batches, as they come.
    public long appended() {
        return appended.get();
    }

    /// Of merges: claims, parts, heads, and the removal of what was merged.
    public long merged() {
        return merged.get();
    }

    private static long units(int bytes) {
        return Math.ceilDiv(bytes + KEY_BYTES, 1_024);
    }

    @Override
    public Optional<String> watermark(String shard) {
        return store.watermark(shard);
    }

    @Override
    public boolean append(
            String shard, Optional<String> before, String after, List<Segment> segments) {
        appended.addAndGet(2 * units(0));
        segments.forEach(segment -> appended.addAndGet(2 * units(segment.table().length)));
        return store.append(shard, before, after, segments);
    }

    @Override
    public List<Segment> segments(String team, LocalDate first, LocalDate last) {
        return store.segments(team, first, last);
    }

    @Override
    public void remove(List<Segment> segments) {
        segments.forEach(segment -> merged.addAndGet(units(segment.table().length)));
        store.remove(segments);
    }

    @Override
    public List<Head> heads(String team, LocalDate first, LocalDate last) {
        return store.heads(team, first, last);
    }

    @Override
    public List<Optional<byte[]>> parts(List<PartKey> keys) {
        return store.parts(keys);
    }

    @Override
    public Optional<Claim> claim(String team, LocalDate day, Instant now, Duration lease) {
        merged.incrementAndGet();
        return store.claim(team, day, now, lease);
    }

    @Override
    public boolean replace(Claim claim, Head head, List<byte[]> parts) {
        parts.forEach(part -> merged.addAndGet(units(part.length)));
        merged.addAndGet(units(head.directory().length));
        return store.replace(claim, head, parts);
    }

    @Override
    public void release(Claim claim) {
        merged.incrementAndGet();
        store.release(claim);
    }

    @Override
    public SortedSet<String> teams() {
        return store.teams();
    }
}
