package dev.tollgate.function.admin;

import dev.tollgate.api.Tags;
import dev.tollgate.catalog.PriceBook;
import dev.tollgate.config.Ids;
import dev.tollgate.ledger.LedgerRecord;
import dev.tollgate.ledger.LedgerRecord.Settlement;
import dev.tollgate.ledger.LedgerRecord.Status;
import dev.tollgate.routing.Attempt;
import dev.tollgate.routing.Call.Operation;
import dev.tollgate.routing.Target;
import dev.tollgate.usage.Cost;
import dev.tollgate.usage.Usage;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;

/// Calls of the team `growth` as they stand in the ledger, priced part by part as an entry of it is: the same ones for the same seed.
final class RandomCalls {
    static final String TEAM = "growth";

    private static final Cost FREE = Cost.Priced.of(Map.of(), "none");
    private static final List<String> FEATURES = List.of("summarize", "search", "translate");

    private final PriceBook prices;
    private final List<Target> targets;
    private final Random random;

    RandomCalls(PriceBook prices, List<Target> targets, long seed) {
        this.prices = prices;
        this.targets = targets;
        this.random = new Random(seed);
    }

    /// One that began at some time of a period.
    LedgerRecord next(Instant from, Duration within) {
        Instant start = from.plusMillis(random.nextLong(within.toMillis()));
        Usage usage = random.nextInt(10) == 0 ? Usage.none() : usage();
        Target target = target();
        List<Attempt> attempts = new ArrayList<>();
        Usage all = usage;
        Cost cost = cost(target, usage, start);
        for (int i = random.nextInt(4); i > 0; i--) {
            Usage wasted = random.nextBoolean() ? Usage.none() : usage();
            Attempt attempt =
                    new Attempt(target(), start, Duration.ofMillis(5), Optional.empty(), wasted);
            attempts.add(attempt);
            all = all.plus(wasted);
            cost = cost.plus(cost(attempt.target(), wasted, start));
        }
        return pending(start)
                .settled(
                        new Settlement(
                                Status.ANSWERED,
                                target,
                                attempts,
                                all,
                                cost,
                                Optional.empty(),
                                Optional.of("stop"),
                                Optional.empty(),
                                Duration.ofMillis(20),
                                Duration.ofMillis(1)));
    }

    LedgerRecord pending(Instant start) {
        return new LedgerRecord(
                Ids.request(start, random),
                start,
                TEAM,
                "key_1",
                "chat",
                Operation.CHAT,
                false,
                targets.getFirst(),
                1,
                Tags.strict(
                        Map.of("feature", FEATURES.get(random.nextInt(FEATURES.size()))), "tags"),
                Optional.empty(),
                Optional.empty());
    }

    private Cost cost(Target target, Usage usage, Instant start) {
        return usage.equals(Usage.none()) ? FREE : prices.cost(target, usage, start);
    }

    private Target target() {
        return targets.get(random.nextInt(targets.size()));
    }

    private Usage usage() {
        return new Usage(
                1 + random.nextInt(300_000),
                random.nextInt(100_000),
                random.nextInt(50_000),
                random.nextInt(20_000),
                random.nextInt(20_000),
                random.nextInt(10_000),
                random.nextInt(20_000),
                random.nextInt(9_000),
                random.nextInt(3_000),
                random.nextInt(2_000),
                random.nextInt(2_000),
                false);
    }
}
