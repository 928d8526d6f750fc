package dev.tollgate.function.bench;

import dev.tollgate.api.Tags;
import dev.tollgate.config.Timing;
import dev.tollgate.ledger.LedgerRecord;
import dev.tollgate.ledger.LedgerRecord.Settlement;
import dev.tollgate.ledger.LedgerRecord.Status;
import dev.tollgate.rollup.Change;
import dev.tollgate.rollup.Compaction;
import dev.tollgate.rollup.Dimension;
import dev.tollgate.rollup.Head;
import dev.tollgate.rollup.Rollup;
import dev.tollgate.rollup.Rollups;
import dev.tollgate.rollup.Segment;
import dev.tollgate.rollup.ViewBounds;
import dev.tollgate.routing.Attempt;
import dev.tollgate.routing.Call.Operation;
import dev.tollgate.routing.Target;
import dev.tollgate.testkit.rollup.WriteMeter;
import dev.tollgate.testkit.store.InMemoryRollupStore;
import dev.tollgate.usage.Cost;
import dev.tollgate.usage.TokenClass;
import dev.tollgate.usage.Usage;
import java.lang.management.ManagementFactory;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;

/// Prints what one busy day of a team takes as roll-ups: time, bytes, write units, and how long questions take.
///
/// Arguments: calls, and calls in a batch.
public final class RollupSpeed {
    private static final LocalDate DAY = LocalDate.of(2026, 11, 23);
    private static final Instant START = Instant.parse("2026-11-23T00:00:00Z");
    private static final Instant END = START.plus(Duration.ofDays(1));
    private static final String TEAM = "team";

    /// Of each question.
    private static final int REPEATS = 10;

    private final Random random = new Random(1);
    private final WriteMeter store = new WriteMeter(new InMemoryRollupStore());

    private RollupSpeed() {}

    public static void main(String[] args) {
        int calls = args.length > 0 ? Integer.parseInt(args[0]) : 33_000;
        int batch = args.length > 1 ? Integer.parseInt(args[1]) : 1_000;
        System.out.println(new RollupSpeed().measure(calls / 10, batch)); // warms up
        System.out.println(new RollupSpeed().measure(calls, batch));
    }

    private String measure(int calls, int batch) {
        List<Change> changes = changes(calls);
        Rollup rollup = new Rollup(store);
        Compaction compaction =
                new Compaction(
                        store,
                        new Timing(Clock.systemUTC(), Thread::sleep, random),
                        ViewBounds.DEFAULT);
        long folding = 0;
        long merging = 0;
        for (int from = 0; from < changes.size(); from += 2 * batch) {
            List<Change> some = changes.subList(from, Math.min(from + 2 * batch, changes.size()));
            long start = now();
            List<Segment> segments = rollup.fold("shard", some).segments();
            folding += now() - start;
            start = now();
            compaction.after(segments);
            merging += now() - start;
        }
        long start = now();
        compaction.merge(TEAM, DAY);
        long last = now() - start;
        merging += last;
        Head head = store.heads(TEAM, DAY, DAY).getFirst();
        List<String> lines = new ArrayList<>();
        lines.add("%d calls in batches of %d".formatted(calls, batch));
        lines.add(
                "CPU: folding %d ms, merging %d ms, of which the last merge %d ms"
                        .formatted(ms(folding), ms(merging), ms(last)));
        lines.add(
                "the day: %d parts of %d KB, a directory of %d bytes"
                        .formatted(head.parts(), Head.PART_BYTES / 1_024, head.directory().length));
        lines.add(
                "write units for 1,000 calls: %d for batches, %d for merges"
                        .formatted(
                                store.appended() * 1_000 / calls, store.merged() * 1_000 / calls));
        lines.add(time("feature"));
        lines.add(time("feature", "model"));
        lines.add(time("user_group"));
        lines.add(time("user_group", "feature"));
        lines.add(time("user_group", "feature", "model"));
        return String.join("\n", lines) + "\n";
    }

    private String time(String... by) {
        Set<Dimension> dimensions = new HashSet<>();
        List.of(by).forEach(name -> dimensions.add(Dimension.named(name)));
        int rows = 0;
        long start = now();
        for (int i = 0; i < REPEATS; i++) {
            rows = new Rollups(store).read(TEAM, START, END, dimensions).size();
        }
        long micros = (now() - start) / 1_000 / REPEATS;
        return "%s: %d rows in %d us".formatted(String.join(" x ", by), rows, micros);
    }

    private List<Change> changes(int calls) {
        List<Change> changes = new ArrayList<>();
        long sequence = 1;
        for (int i = 0; i < calls; i++) {
            LedgerRecord pending = pending(START.plusMillis(86_000_000L * i / calls));
            LedgerRecord settled = settled(pending);
            changes.add(change(sequence++, Optional.empty(), pending));
            changes.add(change(sequence++, Optional.of(pending), settled));
        }
        return changes;
    }

    private static Change change(long sequence, Optional<LedgerRecord> before, LedgerRecord after) {
        return new Change(Change.sortable(Long.toString(sequence)), before, after);
    }

    private LedgerRecord pending(Instant start) {
        Map<String, String> tags = new TreeMap<>();
        tags.put("feature", "feature-" + random.nextInt(50));
        tags.put("user_group", "group-" + random.nextInt(200));
        return new LedgerRecord(
                "id",
                start,
                TEAM,
                "key_" + random.nextInt(5),
                "alias-" + random.nextInt(5),
                Operation.CHAT,
                false,
                new Target("provider-" + random.nextInt(1), "model-" + random.nextInt(12)),
                7,
                Tags.none().with(new Tags(new TreeMap<>(tags))),
                Optional.empty(),
                Optional.empty());
    }

    private LedgerRecord settled(LedgerRecord pending) {
        long input = 100L + random.nextInt(5_000);
        long output = 10L + random.nextInt(800);
        Duration total = Duration.ofMillis((long) (800 * Math.exp(random.nextGaussian())));
        return pending.settled(
                new Settlement(
                        random.nextInt(50) == 0 ? Status.FAILED : Status.ANSWERED,
                        pending.firstTarget(),
                        List.of(
                                new Attempt(
                                        pending.firstTarget(),
                                        pending.startedAt(),
                                        total,
                                        Optional.empty())),
                        Usage.of(input, output),
                        Cost.Priced.of(
                                Map.of(
                                        TokenClass.INPUT,
                                        input * 400,
                                        TokenClass.OUTPUT,
                                        output * 1_600),
                                "2026-11-01"),
                        Optional.empty(),
                        Optional.of("stop"),
                        Optional.of(total.dividedBy(3)),
                        total,
                        Duration.ofMillis(2)));
    }

    /// Of this thread's own work: what other programs do meanwhile does not count.
    private static long now() {
        return ManagementFactory.getThreadMXBean().getCurrentThreadCpuTime();
    }

    private static long ms(long nanos) {
        return nanos / 1_000_000;
    }
}
