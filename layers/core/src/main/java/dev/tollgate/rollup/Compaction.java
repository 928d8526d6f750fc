package dev.tollgate.rollup;

import dev.tollgate.config.Timing;
import dev.tollgate.rollup.Directory.Cover;
import dev.tollgate.rollup.Directory.Stored;
import dev.tollgate.rollup.Projection.Choice;
import dev.tollgate.rollup.RollupStore.Claim;
import dev.tollgate.rollup.RollupStore.PartKey;
import dev.tollgate.rollup.Views.Made;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
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

/// Merges a day's segments into its views, so that a reader finds few things.
///
/// Nothing is counted twice or lost wherever it stops, and whoever reads meanwhile:
///
/// - Views and the list of what they hold are put in place together. Until then the segments count; from then on they don't, removed or not.
/// - A shard's segments are merged in order, so "all until this sequence" says what is held. To be sure that none in between was missed while
///   they were listed, they are listed twice: what was appended before anything of the first list's is in the second.
/// - A reader takes the segments first, then the head. What it found among the segments and was merged meanwhile is held by the head; what it did not
///   find any more is too.
/// - A merge that took too long has lost its claim, and puts nothing in place.
public final class Compaction {
    /// Longer than a merge takes: then another one may begin.
    private static final Duration LEASE = Duration.ofMinutes(5);

    /// Longer than a read takes: from then on, nobody has found a segment that was removed before.
    private static final Duration READ = Duration.ofHours(1);

    /// What one merge takes in at most, packed; the next one goes on from there.
    private static final int MAX_BYTES = 4 * 1024 * 1024;

    /// After a day is over, most of its calls have ended.
    private static final Duration LATE = Duration.ofMinutes(30);

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
    /// @return whether it is done: false if somebody else is at it
    public boolean merge(String team, LocalDate day) {
        Optional<Claim> claim = store.claim(team, day, timing.now(), LEASE);
        return claim.isPresent() && merge(claim.get());
    }

    private boolean merge(Claim claim) {
        Directory before =
                claim.head().map(Head::directory).map(Directory::decode).orElse(Directory.EMPTY);
        Map<String, String> listed = last(store.segments(claim.team(), claim.day(), claim.day()));
        List<Segment> segments = store.segments(claim.team(), claim.day(), claim.day());
        List<Segment> held = segments.stream().filter(before::covers).toList();
        List<Segment> more = more(before, listed, segments);
        List<Segment> merged = new ArrayList<>(held);
        merged.addAll(more);
        if (merged.isEmpty()) {
            store.release(claim);
            return true;
        }
        List<Made> made;
        try {
            made = Views.merge(before, bytes(claim.head(), before), sum(more), bounds);
        } catch (Parts.Overwritten _) {
            return false;
        }
        byte[] blob = blob(made);
        List<byte[]> parts = Parts.cut(blob);
        Directory after = new Directory(covers(before, merged), stored(made));
        Head head =
                new Head(
                        claim.team(),
                        claim.day(),
                        claim.version(),
                        claim.slot(),
                        parts.size(),
                        after.encode());
        boolean inPlace = store.replace(claim, head, parts);
        if (inPlace) {
            store.remove(merged);
        }
        return inPlace;
    }

    /// The last sequence of each shard.
    private static Map<String, String> last(List<Segment> segments) {
        Map<String, String> last = new HashMap<>();
        for (Segment segment : segments) {
            last.merge(segment.shard(), segment.sequence(), (a, b) -> a.compareTo(b) >= 0 ? a : b);
        }
        return last;
    }

    /// What is to be merged now: of each shard the first ones, none left out.
    private static List<Segment> more(
            Directory before, Map<String, String> listed, List<Segment> segments) {
        List<Segment> inOrder =
                segments.stream()
                        .filter(segment -> !before.covers(segment))
                        .filter(segment ->
                                segment.sequence()
                                                .compareTo(listed.getOrDefault(segment.shard(), ""))
                                        <= 0)
                        .sorted(Comparator.comparing(Segment::sequence))
                        .toList();
        List<Segment> more = new ArrayList<>();
        int bytes = 0;
        for (Segment segment : inOrder) {
            bytes += segment.table().length;
            if (bytes > MAX_BYTES && !more.isEmpty()) {
                break;
            }
            more.add(segment);
        }
        return more;
    }

    private static Table sum(List<Segment> segments) {
        Table sum = new Table(Table.CELL);
        segments.forEach(segment -> TableCodec.addTo(sum, segment.table(), Choice.ALL));
        sum.dropZeros();
        return sum;
    }

    private Function<Stored, byte[]> bytes(Optional<Head> head, Directory directory) {
        Parts parts = new Parts();
        Set<PartKey> keys = new LinkedHashSet<>();
        head.ifPresent(it -> directory.views().forEach(view -> keys.addAll(Parts.keys(it, view))));
        parts.fetch(store, keys);
        return view -> parts.bytes(head.orElseThrow(), view);
    }

    private SortedMap<String, Cover> covers(Directory before, List<Segment> merged) {
        Instant now = timing.now();
        SortedMap<String, Cover> covers = new TreeMap<>(before.covers());
        covers.values().removeIf(cover -> cover.seen().plus(READ).isBefore(now));
        last(merged)
                .forEach((shard, sequence) -> {
                    Cover old = before.covers().get(shard);
                    String last =
                            old == null || sequence.compareTo(old.sequence()) > 0
                                    ? sequence
                                    : old.sequence();
                    covers.put(shard, new Cover(last, now));
                });
        return covers;
    }

    private static byte[] blob(List<Made> made) {
        ByteWriter blob = new ByteWriter();
        made.forEach(view -> blob.raw(view.bytes()));
        return blob.bytes();
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
