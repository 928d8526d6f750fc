package dev.tollgate.testkit.rollup;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.tollgate.config.StoreUnavailable;
import dev.tollgate.config.Timing;
import dev.tollgate.ledger.LedgerRecord;
import dev.tollgate.rollup.Compaction;
import dev.tollgate.rollup.Dimension;
import dev.tollgate.rollup.Measure;
import dev.tollgate.rollup.Rollup;
import dev.tollgate.rollup.RollupStore;
import dev.tollgate.rollup.Rollups;
import dev.tollgate.rollup.Sums;
import dev.tollgate.rollup.ViewBounds;
import dev.tollgate.testkit.rollup.RandomCalls.Shape;
import dev.tollgate.testkit.time.VirtualTime;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.random.RandomGenerator;
import java.util.random.RandomGeneratorFactory;
import java.util.stream.Stream;

/// A random ledger whose stream is delivered in every way that a stream can be, while days are merged and reports are read, and processes end between any two
/// calls of the store. In the end, roll-ups equal the ledger.
///
/// Told twice, in batches cut anywhere; from an earlier place on again; by two readers of one shard at once; shards beside each other and children before their
/// parents; merges beside each other, some of them so slow that their claim is lost.
public final class RollupStorm {
    private static final Instant FIRST_DAY = Instant.parse("2026-11-23T00:00:00Z");
    private static final int MAX_TURNS = 1_000_000;

    /// Between two phases: longer than any read takes.
    private static final Duration PAUSE = Duration.ofHours(2);

    private final RollupStore store;
    private final RandomGenerator random;
    private final ViewBounds bounds;
    private final Shape shape;
    private final RandomStream stream;
    private final RandomCalls calls;
    private final List<List<LedgerRecord>> histories = new ArrayList<>();

    /// @param store may hold other storms, of other seeds
    /// @param bounds those of the views
    /// @param values how many values a tag has, see [Shape]
    public RollupStorm(RollupStore store, long seed, ViewBounds bounds, int values, int names) {
        this.store = store;
        this.random = RandomGeneratorFactory.of("L64X128MixRandom").create(seed);
        this.bounds = bounds;
        List<String> teams = List.of("growth-" + seed, "ops-" + seed);
        this.shape = new Shape(teams, FIRST_DAY, 1 + random.nextInt(3), values, names);
        this.stream = new RandomStream(random, Long.toString(seed), 1 + random.nextInt(3));
        this.calls = new RandomCalls(random, shape);
    }

    /// @throws AssertionError if a sum is wrong
    public void run(int count) {
        Instant now = FIRST_DAY.plus(Duration.ofDays(2));
        for (int phase = 0; phase < 2; phase++) {
            tell(count / 2);
            VirtualTime time = new VirtualTime(now, MAX_TURNS);
            deliver(time, phase);
            time.run();
            check(LedgerSums.told(stream.changes()));
            now = time.now().plus(PAUSE);
        }
        VirtualTime calm = new VirtualTime(now, MAX_TURNS);
        calm.at(
                Duration.ZERO,
                "last merges",
                () -> mergeAll(calm.timing(Duration.ZERO, random), store));
        calm.run();
        check(LedgerSums.of(histories.stream().map(List::getLast).toList()));
        shape.teams()
                .forEach(team -> assertEquals(List.of(), store.segments(team, day(0), day(9))));
    }

    private void tell(int count) {
        List<List<LedgerRecord>> more = Stream.generate(calls::next).limit(count).toList();
        histories.addAll(more);
        stream.tell(more);
    }

    private void deliver(VirtualTime time, int phase) {
        Timing timing = time.timing(Duration.ZERO, random);
        RollupStore rough = new RoughStore(store, timing, 8, 100, Duration.ofMinutes(6));
        RollupStore slow = new RoughStore(store, timing, 0, 10, Duration.ofSeconds(2));
        boolean inOrder = random.nextBoolean();
        for (StreamShard shard : stream.shards()) {
            for (int reader = random.nextInt(4) == 0 ? 2 : 1; reader > 0; reader--) {
                time.at(
                        Duration.ofMillis(random.nextInt(100)),
                        shard.name(),
                        () -> consume(shard, rough, timing, inOrder));
            }
        }
        for (int worker = 0; worker < 2; worker++) {
            time.at(
                    Duration.ofMillis(random.nextInt(300)),
                    "merge " + phase,
                    () -> merge(timing, rough));
        }
        time.at(Duration.ofMillis(random.nextInt(300)), "report", () -> read(timing, slow));
    }

    private void consume(StreamShard shard, RollupStore rough, Timing timing, boolean inOrder) {
        while (inOrder && !shard.parentIsDone()) {
            sleep(timing, Duration.ofMillis(20));
        }
        Rollup rollup = new Rollup(rough);
        int longest = 1 + random.nextInt(60);
        while (!shard.isDone()) {
            int from =
                    random.nextInt(5) == 0
                            ? random.nextInt(shard.delivered() + 1)
                            : shard.delivered();
            int to = Math.min(shard.changes().size(), from + 1 + random.nextInt(longest));
            try {
                Rollup.Folded folded =
                        rollup.fold(shard.name(), List.copyOf(shard.changes().subList(from, to)));
                shard.deliveredUntil(from + folded.done());
            } catch (RoughStore.Crash _) {
                sleep(timing, Duration.ofMillis(1));
            }
        }
    }

    private void merge(Timing timing, RollupStore rough) {
        for (int i = random.nextInt(12); i > 0; i--) {
            sleep(timing, Duration.ofMillis(random.nextInt(200)));
            try {
                new Compaction(rough, timing, bounds)
                        .merge(team(), day(random.nextInt(shape.days())));
            } catch (RoughStore.Crash | StoreUnavailable _) {
                sleep(timing, Duration.ofMillis(1));
            }
        }
    }

    private void mergeAll(Timing timing, RollupStore calm) {
        Compaction compaction = new Compaction(calm, timing, bounds);
        for (String team : shape.teams()) {
            for (int day = 0; day < shape.days(); day++) {
                assertTrue(compaction.merge(team, day(day)));
            }
        }
    }

    /// While all goes on, a report has what was counted when it began, and nothing that was not when it ended.
    private void read(Timing timing, RollupStore slow) {
        for (int i = random.nextInt(8); i > 0; i--) {
            sleep(timing, Duration.ofMillis(random.nextInt(200)));
            String team = team();
            long before = counted(team);
            long read;
            try {
                read =
                        calls(
                                new Rollups(slow)
                                        .read(team, instant(0), instant(9), someDimensions()));
            } catch (StoreUnavailable _) {
                continue;
            }
            long after = counted(team);
            assertTrue(
                    before <= read && read <= after,
                    "%d calls before, %d after, read %d".formatted(before, after, read));
        }
    }

    private long counted(String team) {
        return stream.shards().stream()
                .flatMap(shard -> {
                    String mark = store.watermark(shard.name()).orElse("");
                    return shard.changes().stream()
                            .filter(change -> change.sequence().compareTo(mark) <= 0);
                })
                .filter(change -> change.before().isEmpty())
                .filter(change -> change.after().team().equals(team))
                .count();
    }

    private static long calls(List<Sums.Row> rows) {
        return rows.stream().mapToLong(row -> row.figures().of(Measure.CALLS)).sum();
    }

    private void check(Sums ledger) {
        SumsCheck check = new SumsCheck(ledger, new Rollups(store));
        for (String team : shape.teams()) {
            check.equal(team, instant(0), instant(9), Set.of());
            for (int query = 0; query < 8; query++) {
                Instant from = FIRST_DAY.plus(Duration.ofHours(random.nextInt(24 * shape.days())));
                boolean wholeDays = random.nextBoolean();
                Instant start = wholeDays ? instant(0) : from;
                Instant end =
                        wholeDays
                                ? instant(shape.days())
                                : from.plus(Duration.ofHours(random.nextInt(60)));
                check.equal(team, start, end, someDimensions());
            }
            check.keptValuesAreWhole(team, instant(0), instant(shape.days()), someListed());
        }
    }

    private Set<Dimension> someDimensions() {
        Set<Dimension> some = new HashSet<>();
        for (int i = random.nextInt(4); i > 0; i--) {
            some.add(someDimension());
        }
        return some;
    }

    private Dimension someDimension() {
        Dimension.Property[] properties = Dimension.Property.values();
        return switch (random.nextInt(7)) {
            case 0 -> Dimension.named("feature");
            case 1 -> Dimension.named("user_group");
            case 2 -> new Dimension.Tag("model");
            case 3 -> new Dimension.Tag(random.nextBoolean() ? "tag:odd" : "name-0");
            default -> properties[random.nextInt(properties.length)];
        };
    }

    /// A dimension that is an axis by itself.
    private Dimension someListed() {
        return switch (random.nextInt(5)) {
            case 0 -> Dimension.Property.KEY;
            case 1 -> Dimension.Property.ALIAS;
            case 2 -> new Dimension.Tag("name-" + random.nextInt(Math.max(1, shape.names())));
            default -> Dimension.named(random.nextBoolean() ? "feature" : "user_group");
        };
    }

    private String team() {
        return shape.teams().get(random.nextInt(shape.teams().size()));
    }

    private static LocalDate day(int number) {
        return LocalDate.ofInstant(instant(number), ZoneOffset.UTC);
    }

    private static Instant instant(int day) {
        return FIRST_DAY.plus(Duration.ofDays(day));
    }

    private static void sleep(Timing timing, Duration time) {
        try {
            timing.sleeper().sleep(time);
        } catch (InterruptedException e) {
            throw new StoreUnavailable("interrupted", e);
        }
    }
}
