package dev.tollgate.testkit.store;

import dev.tollgate.rollup.Head;
import dev.tollgate.rollup.RollupStore;
import dev.tollgate.rollup.Segment;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.NavigableSet;
import java.util.Optional;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Supplier;

/// Roll-ups that live as long as their process: as many as there are teams and days.
public final class InMemoryRollupStore implements RollupStore {
    private final Outage outage = new Outage("the roll-ups");
    private final ReentrantLock lock = new ReentrantLock();
    private final Map<String, String> watermarks = new HashMap<>();
    private final Map<SegmentKey, Segment> segments = new LinkedHashMap<>();
    private final NavigableSet<String> teams = new TreeSet<>();
    private final Map<String, NavigableMap<LocalDate, Day>> days = new HashMap<>();

    /// While failing, every method throws [StoreUnavailable].
    public void failing(boolean failing) {
        outage.set(failing);
    }

    @Override
    public Optional<String> watermark(String shard) {
        return locked(() -> Optional.ofNullable(watermarks.get(shard)));
    }

    @Override
    public boolean append(
            String shard, Optional<String> before, String after, List<Segment> added) {
        return locked(() -> {
            if (!before.equals(Optional.ofNullable(watermarks.get(shard)))) {
                return false;
            }
            watermarks.put(shard, after);
            for (Segment segment : added) {
                segments.put(SegmentKey.of(segment), segment);
                teams.add(segment.team());
            }
            return true;
        });
    }

    @Override
    public List<Segment> segments(String team, LocalDate first, LocalDate last) {
        return locked(() ->
                segments.values().stream()
                        .filter(segment -> segment.team().equals(team))
                        .filter(segment -> !segment.day().isBefore(first))
                        .filter(segment -> !segment.day().isAfter(last))
                        .toList());
    }

    @Override
    public void remove(List<Segment> merged) {
        locked(() ->
                merged.stream()
                        .map(segment -> segments.remove(SegmentKey.of(segment)) != null)
                        .filter(there -> there)
                        .count());
    }

    @Override
    public List<Head> heads(String team, LocalDate first, LocalDate last) {
        return locked(() ->
                first.isAfter(last)
                        ? List.of()
                        : daysOf(team).subMap(first, true, last, true).values().stream()
                                .flatMap(day -> day.head.stream())
                                .toList());
    }

    @Override
    public List<Optional<byte[]>> parts(List<PartKey> keys) {
        return locked(() -> keys.stream().map(this::part).toList());
    }

    private Optional<byte[]> part(PartKey key) {
        return Optional.ofNullable(daysOf(key.team()).get(key.day()))
                .map(day -> day.parts.get(new Place(key.slot(), key.number())))
                .filter(part -> part.version == key.version())
                .map(Part::bytes);
    }

    @Override
    public Optional<Claim> claim(String team, LocalDate date, Instant now, Duration lease) {
        return locked(() -> {
            Day day = daysOf(team).computeIfAbsent(date, _ -> new Day());
            if (day.claimedUntil.filter(until -> until.isAfter(now)).isPresent()) {
                return Optional.empty();
            }
            day.claimed++;
            day.claimedUntil = Optional.of(now.plus(lease));
            int slot = day.head.map(head -> 1 - head.slot()).orElse(0);
            return Optional.of(new Claim(team, date, day.head, day.claimed, slot));
        });
    }

    @Override
    public boolean replace(Claim claim, Head head, List<byte[]> parts) {
        return locked(() -> {
            Day day = held(claim);
            for (int i = 0; i < parts.size(); i++) {
                Part mine = new Part(head.version(), parts.get(i));
                day.parts.merge(
                        new Place(head.slot(), i),
                        mine,
                        (there, _) -> there.version > mine.version ? there : mine);
            }
            if (day.claimed != claim.version() || day.claimedUntil.isEmpty()) {
                return false;
            }
            day.head = Optional.of(head);
            day.claimedUntil = Optional.empty();
            return true;
        });
    }

    @Override
    public void release(Claim claim) {
        locked(() -> {
            Day day = held(claim);
            if (day.claimed == claim.version()) {
                day.claimedUntil = Optional.empty();
            }
            return day;
        });
    }

    @Override
    public SortedSet<String> teams() {
        return locked(() -> new TreeSet<>(teams));
    }

    private Day held(Claim claim) {
        return daysOf(claim.team()).computeIfAbsent(claim.day(), _ -> new Day());
    }

    private NavigableMap<LocalDate, Day> daysOf(String team) {
        return days.computeIfAbsent(team, _ -> new TreeMap<>());
    }

    private <T> T locked(Supplier<T> work) {
        outage.check();
        lock.lock();
        try {
            return work.get();
        } finally {
            lock.unlock();
        }
    }

    /// What stands of a day.
    private static final class Day {
        Optional<Head> head = Optional.empty();

        /// The greatest version that was ever claimed, and until when it is.
        long claimed;

        Optional<Instant> claimedUntil = Optional.empty();
        final Map<Place, Part> parts = new HashMap<>();
    }

    private record Place(int slot, int number) {}

    private record Part(long version, byte[] bytes) {}

    private record SegmentKey(String team, LocalDate day, String shard, String sequence) {
        static SegmentKey of(Segment segment) {
            return new SegmentKey(
                    segment.team(), segment.day(), segment.shard(), segment.sequence());
        }
    }
}
