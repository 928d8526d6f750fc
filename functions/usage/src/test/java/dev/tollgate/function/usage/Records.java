package dev.tollgate.function.usage;

import dev.tollgate.api.Tags;
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
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.stream.Stream;

/// Makes records of calls, ids and all, the same ones in every run.
final class Records {
    static final Target MINI = Target.parse("openai/gpt-4.1-mini");
    static final Target OSS = Target.parse("groq/openai/gpt-oss-120b");

    private static final List<Status> STATUSES = List.of(Status.values());

    private final Random random = new Random(11);

    LedgerRecord pending(String team, String key, Instant start, Map<String, String> tags) {
        return new LedgerRecord(
                Ids.request(start, random),
                start,
                team,
                key,
                "chat-" + random.nextInt(3),
                Operation.CHAT,
                false,
                MINI,
                7,
                Tags.strict(tags, "tags"),
                Optional.empty(),
                Optional.empty());
    }

    /// An answered call to [#MINI] at a price.
    LedgerRecord answered(Instant start, Map<String, String> tags, long nanoUsd) {
        return settled(
                pending(ReportDesk.TEAM, "key_a", start, tags),
                Status.ANSWERED,
                Usage.of(100, 10),
                Cost.Priced.forInput(nanoUsd, "2026-11-20"),
                MINI);
    }

    /// Calls to [#MINI] of some tags, each at the same price.
    Stream<LedgerRecord> calls(int count, Instant start, Map<String, String> tags, long nanoUsd) {
        return Stream.generate(() -> answered(start, tags, nanoUsd)).limit(count);
    }

    static LedgerRecord settled(
            LedgerRecord pending, Status status, Usage usage, Cost cost, Target... tried) {
        List<Attempt> attempts =
                Stream.of(tried)
                        .map(target ->
                                new Attempt(
                                        target,
                                        pending.startedAt(),
                                        Duration.ofMillis(20),
                                        Optional.empty()))
                        .toList();
        return pending.settled(
                new Settlement(
                        status,
                        tried[tried.length - 1],
                        attempts,
                        usage,
                        cost,
                        Optional.empty(),
                        Optional.empty(),
                        Optional.empty(),
                        Duration.ofMillis(40),
                        Duration.ofMillis(1)));
    }

    /// Anything that can become of a call, at any time of the three months before now.
    LedgerRecord any() {
        Instant start = ReportDesk.NOW.minusSeconds(random.nextInt(90 * 86_400) + 1);
        Map<String, String> tags =
                switch (random.nextInt(3)) {
                    case 0 -> Map.of();
                    case 1 -> Map.of("feature", "f" + random.nextInt(4));
                    default -> Map.of("feature", "f" + random.nextInt(4), "user_group", "beta");
                };
        LedgerRecord pending = pending(ReportDesk.TEAM, "key_" + random.nextInt(3), start, tags);
        if (random.nextInt(10) == 0) {
            return pending;
        }
        Usage usage =
                new Usage(
                        random.nextInt(100_000),
                        random.nextInt(1_000),
                        random.nextInt(1_000),
                        random.nextInt(1_000),
                        0,
                        0,
                        random.nextInt(10_000),
                        random.nextInt(1_000),
                        0,
                        random.nextInt(5) == 0);
        Cost cost =
                random.nextInt(6) == 0
                        ? new Cost.Unpriced()
                        : Cost.Priced.forInput(random.nextLong(10_000_000_000L), "2026-11-20");
        Target[] tried =
                random.nextBoolean() ? new Target[] {MINI} : new Target[] {MINI, MINI, OSS};
        Status status = STATUSES.get(random.nextInt(STATUSES.size()));
        return settled(pending, status, usage, cost, tried);
    }
}
