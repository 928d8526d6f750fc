package dev.tollgate.function.local;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.tollgate.aws.dynamo.DynamoLedger;
import dev.tollgate.aws.dynamo.DynamoRollupStore;
import dev.tollgate.aws.dynamo.Tables;
import dev.tollgate.config.Timing;
import dev.tollgate.function.local.CrashingStore.Crash;
import dev.tollgate.ledger.Ledger;
import dev.tollgate.ledger.LedgerRecord;
import dev.tollgate.rollup.Compaction;
import dev.tollgate.rollup.Counting;
import dev.tollgate.rollup.Dimension;
import dev.tollgate.rollup.Dimension.Property;
import dev.tollgate.rollup.Rollup;
import dev.tollgate.rollup.RollupStore;
import dev.tollgate.rollup.Rollups;
import dev.tollgate.rollup.ViewBounds;
import dev.tollgate.telemetry.Telemetry;
import dev.tollgate.testkit.rollup.LedgerSums;
import dev.tollgate.testkit.rollup.RandomCalls;
import dev.tollgate.testkit.rollup.SumsCheck;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.random.RandomGenerator;
import java.util.random.RandomGeneratorFactory;
import java.util.stream.Stream;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.dynamodb.streams.DynamoDbStreamsClient;

/// A random ledger, written into its table call by call while the table's own stream is read by several readers beside each other. They cut batches anywhere,
/// deliver some twice, begin again from earlier places, and end between any two calls of the store; others come between these calls; meanwhile days are merged.
final class StreamStorm {
    private static final Instant FIRST = Instant.parse("2026-11-23T00:00:00Z");
    private static final int DAYS = 2;
    private static final int CALLS = 50;
    private static final List<Property> PROPERTIES = List.of(Property.values());

    private final RandomGenerator random;
    private final List<String> teams;
    private final RandomCalls calls;
    private final Ledger ledger;
    private final RollupStore store;
    private final CrashingStore crashing;
    private final DynamoDbStreamsClient streams;
    private final String stream;
    private final List<Happening> happenings = new ArrayList<>();
    private final Hand clock = new Hand();
    private StreamPump pump;
    private long changes;

    StreamStorm(DynamoDbClient client, DynamoDbStreamsClient streams, Tables tables, long seed) {
        this.random = RandomGeneratorFactory.of("L64X128MixRandom").create(seed);
        this.streams = streams;
        teams = List.of("growth#" + seed, "ops");
        calls = new RandomCalls(random, new RandomCalls.Shape(teams, FIRST, DAYS, 6, 3));
        ledger = new DynamoLedger(client, tables.ledger(), DynamoLedger.DEFAULT_RETENTION, clock);
        store = new DynamoRollupStore(client, tables.rollups(), clock);
        crashing = new CrashingStore(store, random, this::somethingHappens);
        stream = tables.stream(client);
        pump = pump(crashing.store());
        for (int i = 1 + random.nextInt(2); i > 0; i--) {
            StreamReader reader = new StreamReader(streams, stream, crashing.store(), random);
            happens(reader::step);
        }
        happens(() -> pump.round());
        happens(() -> pump = pump(crashing.store()));
        happens(() -> merge(crashing.store(), team(), random.nextInt(DAYS)));
    }

    private void happens(Runnable what) {
        happenings.add(new Happening(what));
    }

    /// The local server's own reader, as it begins.
    private StreamPump pump(RollupStore rollups) {
        return new StreamPump(
                streams,
                stream,
                rollups,
                new Counting(new Rollup(rollups), compaction(rollups), Telemetry.silent()),
                Telemetry.silent());
    }

    /// @throws AssertionError if a sum is wrong
    void run() {
        List<List<LedgerRecord>> left = new ArrayList<>();
        Stream.generate(calls::next).limit(CALLS).forEach(it -> left.add(new ArrayList<>(it)));
        while (!left.isEmpty()) {
            int which = random.nextInt(left.size());
            write(left.get(which).removeFirst());
            if (left.get(which).isEmpty()) {
                left.remove(which);
            }
            if (random.nextInt(4) == 0) {
                somethingHappens();
            }
        }
        for (int i = 0; i < 10; i++) {
            somethingHappens();
        }
        crashing.calm();
        StreamPump last = pump(store);
        while (last.round()) {
            clock.forward(Duration.ofSeconds(1));
        }
        check(List.of(Property.DAY));
        clock.forward(Duration.ofHours(1));
        for (String team : teams) {
            for (int day = 0; day < DAYS; day++) {
                merge(store, team, day);
                assertEquals(List.of(), store.segments(team, day(day), day(day)));
            }
        }
        check(PROPERTIES);
    }

    private void write(LedgerRecord record) {
        changes++;
        if (record.settlement().isPresent()) {
            ledger.settle(record);
        } else {
            ledger.open(record);
        }
    }

    private void somethingHappens() {
        clock.forward(Duration.ofSeconds(random.nextInt(200)));
        happenings.get(random.nextInt(happenings.size())).happen();
    }

    /// Something that nobody else does meanwhile, until it is done or crashes.
    private static final class Happening {
        private final Runnable what;
        private boolean underWay;

        Happening(Runnable what) {
            this.what = what;
        }

        void happen() {
            if (underWay) {
                return;
            }
            underWay = true;
            try {
                what.run();
            } catch (Crash _) {
                // and others go on
            } finally {
                underWay = false;
            }
        }
    }

    private void merge(RollupStore rollups, String team, int day) {
        compaction(rollups).merge(team, day(day));
    }

    private Compaction compaction(RollupStore rollups) {
        return new Compaction(rollups, new Timing(clock, _ -> {}, random), ViewBounds.DEFAULT);
    }

    private void check(List<Property> alone) {
        Instant end = FIRST.plus(Duration.ofDays(DAYS));
        List<LedgerRecord> records = new ArrayList<>();
        teams.forEach(team -> ledger.scan(team, FIRST, end, records::add));
        SumsCheck check = new SumsCheck(LedgerSums.of(records), new Rollups(store));
        for (String team : teams) {
            check.equal(team, FIRST, end, Set.of());
            for (Property property : alone) {
                check.equal(team, FIRST, end, Set.of(property));
            }
            for (int i = 0; i < 4; i++) {
                Instant from = FIRST.plus(Duration.ofHours(random.nextInt(24 * DAYS)));
                check.equal(team, from, from.plus(Duration.ofHours(random.nextInt(40))), some());
            }
        }
    }

    private Set<Dimension> some() {
        Set<Dimension> some = new HashSet<>();
        for (int i = random.nextInt(4); i > 0; i--) {
            some.add(PROPERTIES.get(random.nextInt(PROPERTIES.size())));
        }
        if (random.nextBoolean()) {
            some.add(Dimension.named(random.nextBoolean() ? "feature" : "user_group"));
        }
        return some;
    }

    private String team() {
        return teams.get(random.nextInt(teams.size()));
    }

    private static LocalDate day(int number) {
        return LocalDate.ofInstant(FIRST.plus(Duration.ofDays(number)), ZoneOffset.UTC);
    }

    long changes() {
        return changes;
    }

    long crashes() {
        return crashing.crashes();
    }

    /// A clock that is moved by hand, from the day after the calls.
    private static final class Hand extends Clock {
        private Instant now = FIRST.plus(Duration.ofDays(DAYS + 1));

        void forward(Duration time) {
            now = now.plus(time);
        }

        @Override
        public Instant instant() {
            return now;
        }

        @Override
        public ZoneId getZone() {
            return ZoneOffset.UTC;
        }

        @Override
        public Clock withZone(ZoneId zone) {
            return this;
        }
    }
}
