package dev.tollgate.rollup;

import dev.tollgate.config.StoreUnavailable;
import dev.tollgate.config.Timing;
import dev.tollgate.rollup.Directory.Cover;
import dev.tollgate.rollup.Directory.Stored;
import dev.tollgate.rollup.Projection.Choice;
import dev.tollgate.rollup.RollupStore.Claim;
import dev.tollgate.rollup.RollupStore.PartKey;
import dev.tollgate.rollup.Views.Made;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Function;

/// One merge of a day's segments into its views, by whom the day is claimed for. Why it is done in this order: see [Compaction].
record Merge(RollupStore store, Timing timing, ViewBounds bounds, Claim claim) {
    /// Longer than a read takes: from then on, nobody has found a segment that was removed before.
    private static final Duration READ = Duration.ofHours(1);

    /// What one merge takes in at most, packed; the next one goes on from there.
    private static final int MAX_BYTES = 4 * 1024 * 1024;

    enum Result {
        DONE,
        /// Something is left for the next merge.
        MORE,
        /// Somebody else has taken the day over.
        LOST
    }

    /// @throws StoreUnavailable if the store does not answer; then the day may be claimed again at once, if the store lets that be said
    Result run() {
        try {
            return merge();
        } catch (Parts.Overwritten e) {
            giveUp(e);
            return Result.LOST;
        } catch (StoreUnavailable e) {
            giveUp(e);
            throw e;
        }
    }

    private void giveUp(RuntimeException why) {
        try {
            store.release(claim);
        } catch (StoreUnavailable e) {
            why.addSuppressed(e);
        }
    }

    private Result merge() {
        Directory before =
                claim.head().map(Head::directory).map(Directory::decode).orElse(Directory.EMPTY);
        Map<String, String> listed = last(segments());
        List<Segment> segments = segments();
        List<Segment> held = segments.stream().filter(before::covers).toList();
        List<Segment> open = open(before, listed, segments);
        List<Segment> more = open.subList(0, fitting(open));
        List<Segment> merged = new ArrayList<>(held);
        merged.addAll(more);
        if (merged.isEmpty()) {
            store.release(claim);
            return Result.DONE;
        }
        List<Made> views = Views.merge(before, bytes(before), sum(more), bounds);
        if (!replace(new Directory(covers(before, merged), stored(views)), views)) {
            return Result.LOST;
        }
        store.remove(merged);
        return more.size() < open.size() ? Result.MORE : Result.DONE;
    }

    private List<Segment> segments() {
        return store.segments(claim.team(), claim.day(), claim.day());
    }

    /// The last sequence of each shard.
    private static Map<String, String> last(List<Segment> segments) {
        Map<String, String> last = new HashMap<>();
        for (Segment segment : segments) {
            last.merge(segment.shard(), segment.sequence(), (a, b) -> a.compareTo(b) >= 0 ? a : b);
        }
        return last;
    }

    /// What is not in the views yet, of each shard as far as none is left out, in order.
    private static List<Segment> open(
            Directory before, Map<String, String> listed, List<Segment> segments) {
        return segments.stream()
                .filter(segment -> !before.covers(segment))
                .filter(segment -> {
                    String surely = listed.getOrDefault(segment.shard(), "");
                    return segment.sequence().compareTo(surely) <= 0;
                })
                .sorted(Comparator.comparing(Segment::sequence))
                .toList();
    }

    /// How many of them one merge takes in: at least one.
    private static int fitting(List<Segment> open) {
        int bytes = 0;
        for (int count = 0; count < open.size(); count++) {
            bytes += open.get(count).table().length;
            if (bytes > MAX_BYTES && count > 0) {
                return count;
            }
        }
        return open.size();
    }

    private static Table sum(List<Segment> segments) {
        Table sum = new Table(Table.CELL);
        segments.forEach(segment -> TableCodec.addTo(sum, segment.table(), Choice.ALL));
        sum.dropZeros();
        return sum;
    }

    private Function<Stored, byte[]> bytes(Directory before) {
        Parts parts = new Parts();
        Set<PartKey> keys = new LinkedHashSet<>();
        claim.head()
                .ifPresent(head ->
                        before.views().forEach(view -> keys.addAll(Parts.keys(head, view))));
        parts.fetch(store, keys);
        return view -> parts.bytes(claim.head().orElseThrow(), view);
    }

    /// Each shard that was merged now, and those of which a reader may still have segments.
    private SortedMap<String, Cover> covers(Directory before, List<Segment> merged) {
        Instant now = timing.now();
        SortedMap<String, Cover> covers = new TreeMap<>(before.covers());
        covers.values().removeIf(cover -> cover.seen().plus(READ).isBefore(now));
        last(merged)
                .forEach((shard, sequence) -> {
                    String until =
                            Optional.ofNullable(before.covers().get(shard))
                                    .map(Cover::sequence)
                                    .filter(old -> old.compareTo(sequence) > 0)
                                    .orElse(sequence);
                    covers.put(shard, new Cover(until, now));
                });
        return covers;
    }

    private boolean replace(Directory after, List<Made> views) {
        ByteWriter blob = new ByteWriter();
        views.forEach(view -> blob.raw(view.bytes()));
        List<byte[]> parts = Parts.cut(blob.bytes());
        Head head =
                new Head(
                        claim.team(),
                        claim.day(),
                        claim.version(),
                        claim.slot(),
                        parts.size(),
                        after.encode());
        return store.replace(claim, head, parts);
    }

    private static List<Stored> stored(List<Made> made) {
        List<Stored> stored = new ArrayList<>();
        int offset = 0;
        for (Made view : made) {
            stored.add(
                    new Stored(view.axes(), view.rows(), view.room(), offset, view.bytes().length));
            offset += view.bytes().length;
        }
        return stored;
    }
}
