package dev.tollgate.testkit.rollup;

import dev.tollgate.rollup.Head;
import dev.tollgate.rollup.RollupStore;
import dev.tollgate.rollup.Segment;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedSet;
import java.util.TreeSet;

/// The least that is a store of roll-ups, for tests of what is built on one. It does as it is told, by one thread at a time.
final class TinyStore implements RollupStore {
    private final Map<String, String> watermarks = new HashMap<>();
    private final Map<Place, Segment> segments = new LinkedHashMap<>();
    private final Map<Day, Head> heads = new HashMap<>();
    private final Map<Part, Written> parts = new HashMap<>();
    private final Map<Day, Lease> leases = new HashMap<>();
    private final SortedSet<String> teams = new TreeSet<>();

    @Override
    public synchronized Optional<String> watermark(String shard) {
        return Optional.ofNullable(watermarks.get(shard));
    }

    @Override
    public synchronized boolean append(
            String shard, Optional<String> before, String after, List<Segment> more) {
        if (!watermark(shard).equals(before)) {
            return false;
        }
        watermarks.put(shard, after);
        for (Segment segment : more) {
            segments.put(Place.of(segment), segment);
            teams.add(segment.team());
        }
        return true;
    }

    @Override
    public synchronized List<Segment> segments(String team, LocalDate first, LocalDate last) {
        return segments.values().stream()
                .filter(each -> each.team().equals(team))
                .filter(each -> !each.day().isBefore(first) && !each.day().isAfter(last))
                .toList();
    }

    @Override
    public synchronized void remove(List<Segment> merged) {
        merged.forEach(segment -> segments.remove(Place.of(segment)));
    }

    @Override
    public synchronized List<Head> heads(String team, LocalDate first, LocalDate last) {
        return heads.values().stream()
                .filter(each -> each.team().equals(team))
                .filter(each -> !each.day().isBefore(first) && !each.day().isAfter(last))
                .sorted(Comparator.comparing(Head::day))
                .toList();
    }

    @Override
    public synchronized List<Optional<byte[]>> parts(List<PartKey> keys) {
        List<Optional<byte[]>> found = new ArrayList<>();
        for (PartKey key : keys) {
            Day day = new Day(key.team(), key.day());
            Written written = parts.get(new Part(day, key.slot(), key.number()));
            found.add(
                    written != null && written.version == key.version()
                            ? Optional.of(written.bytes)
                            : Optional.empty());
        }
        return found;
    }

    @Override
    public synchronized Optional<Claim> claim(
            String team, LocalDate at, Instant now, Duration length) {
        Day day = new Day(team, at);
        Lease before = leases.getOrDefault(day, new Lease(0, Instant.MIN));
        if (before.until.isAfter(now)) {
            return Optional.empty();
        }
        Lease lease = new Lease(before.version + 1, now.plus(length));
        leases.put(day, lease);
        Optional<Head> head = Optional.ofNullable(heads.get(day));
        int slot = head.map(it -> 1 - it.slot()).orElse(0);
        return Optional.of(new Claim(team, at, head, lease.version, slot));
    }

    @Override
    public synchronized boolean replace(Claim claim, Head head, List<byte[]> pieces) {
        Day day = new Day(claim.team(), claim.day());
        for (int number = 0; number < pieces.size(); number++) {
            Part place = new Part(day, claim.slot(), number);
            Written there = parts.get(place);
            if (there == null || there.version <= claim.version()) {
                parts.put(place, new Written(claim.version(), pieces.get(number)));
            }
        }
        Lease lease = leases.get(day);
        if (lease == null || lease.version != claim.version()) {
            return false;
        }
        heads.put(day, head);
        leases.put(day, new Lease(lease.version, Instant.MIN));
        return true;
    }

    @Override
    public synchronized void release(Claim claim) {
        leases.computeIfPresent(
                new Day(claim.team(), claim.day()),
                (_, lease) ->
                        lease.version == claim.version()
                                ? new Lease(lease.version, Instant.MIN)
                                : lease);
    }

    @Override
    public synchronized SortedSet<String> teams() {
        return new TreeSet<>(teams);
    }

    private record Day(String team, LocalDate day) {}

    private record Lease(long version, Instant until) {}

    private record Part(Day day, int slot, int number) {}

    private record Written(long version, byte[] bytes) {}

    private record Place(Day day, String shard, String sequence) {
        static Place of(Segment segment) {
            return new Place(
                    new Day(segment.team(), segment.day()), segment.shard(), segment.sequence());
        }
    }
}
