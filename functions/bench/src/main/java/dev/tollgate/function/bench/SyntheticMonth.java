package dev.tollgate.function.bench;

import dev.tollgate.api.Tags;
import dev.tollgate.config.Ids;
import dev.tollgate.ledger.LedgerRecord;
import dev.tollgate.ledger.LedgerRecord.Settlement;
import dev.tollgate.ledger.LedgerRecord.Source;
import dev.tollgate.ledger.LedgerRecord.Status;
import dev.tollgate.routing.Attempt;
import dev.tollgate.routing.Call.Operation;
import dev.tollgate.routing.Failure;
import dev.tollgate.routing.Target;
import dev.tollgate.usage.Cost;
import dev.tollgate.usage.Price;
import dev.tollgate.usage.Usage;
import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.TreeMap;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/// Calls of a busy team in thirty days: 50 features, 200 user groups, 12 models, in order of time. The same seed makes the same calls.
///
/// @param calls how many
record SyntheticMonth(String team, Instant start, int calls, long seed) {
    static final int DAYS = 30;
    static final int FEATURES = 50;
    static final int USER_GROUPS = 200;

    /// The one user group whose calls are of twenty times the size.
    static final String HEAVY_GROUP = "group-077";

    private static final List<Target> MODELS =
            IntStream.range(0, 12)
                    .mapToObj(i -> new Target("provider-" + i / 3, "model-" + i))
                    .toList();
    private static final Duration LENGTH = Duration.ofDays(DAYS);

    Stream<LedgerRecord> records() {
        Random random = new Random(seed);
        return IntStream.range(0, calls).mapToObj(i -> record(i, random));
    }

    private LedgerRecord record(int i, Random random) {
        Instant at = start.plusMillis(LENGTH.toMillis() * i / calls);
        String group = "group-%03d".formatted(random.nextInt(USER_GROUPS));
        Target target = MODELS.get(random.nextInt(MODELS.size()));
        Tags tags =
                new Tags(
                        new TreeMap<>(
                                Map.of(
                                        "feature",
                                        "feature-%02d".formatted(random.nextInt(FEATURES)),
                                        "user_group",
                                        group)));
        return new LedgerRecord(
                        Ids.request(at, random),
                        at,
                        team,
                        "key_" + random.nextInt(5),
                        "alias-" + target.model(),
                        Operation.CHAT,
                        random.nextBoolean(),
                        target,
                        1 + i * 4L / calls,
                        tags,
                        Optional.empty(),
                        Optional.empty())
                .settled(end(target, at, group.equals(HEAVY_GROUP) ? 20 : 1, random));
    }

    private static Settlement end(Target target, Instant at, int size, Random random) {
        boolean failed = random.nextInt(50) == 0;
        boolean kept = !failed && random.nextInt(20) == 0;
        long input = size * (100L + random.nextInt(2_000));
        Usage used =
                new Usage(
                        input,
                        random.nextInt(4) == 0 ? input / 2 : 0,
                        0,
                        0,
                        0,
                        0,
                        size * (20L + random.nextInt(600)),
                        0,
                        0,
                        false);
        Usage usage = failed || kept ? Usage.none() : used;
        Duration total = Duration.ofMillis(200 + (long) (2_000 * Math.abs(random.nextGaussian())));
        Attempt attempt =
                new Attempt(
                        target,
                        at,
                        total,
                        failed
                                ? Optional.of(
                                        new Attempt.Cause(Failure.Kind.OVERLOADED, 503, "busy"))
                                : Optional.empty());
        return new Settlement(
                failed ? Status.FAILED : Status.ANSWERED,
                target,
                kept ? List.of() : List.of(attempt),
                usage,
                Cost.Priced.of(price(target).costs(usage), "2026-11-23"),
                kept ? Source.CACHE : Source.PROVIDER,
                kept ? price(target).cost(used) : 0,
                Optional.empty(),
                failed ? Optional.of(Failure.Kind.OVERLOADED) : Optional.empty(),
                Optional.empty(),
                failed ? Optional.empty() : Optional.of("stop"),
                failed ? Optional.empty() : Optional.of(total.dividedBy(4)),
                total,
                Duration.ofMillis(2));
    }

    private static Price price(Target target) {
        int rank = MODELS.indexOf(target) + 1;
        return new Price(
                Price.Rates.of(BigDecimal.valueOf(rank, 1), BigDecimal.valueOf(rank * 4L, 1)),
                List.of(),
                "synthetic",
                "2026-11-23",
                Price.Validity.ALWAYS);
    }
}
