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
import dev.tollgate.usage.Price;
import dev.tollgate.usage.TokenClass;
import dev.tollgate.usage.Usage;
import java.math.BigDecimal;
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

    /// With a tier, so that a token's price differs from call to call.
    private static final Price PRICE =
            new Price(
                    rates("0.4", "1.6"),
                    List.of(new Price.Tier(200_000, rates("0.8", "2.4"))),
                    "test",
                    "2026-01-01",
                    Price.Validity.ALWAYS);

    private static final List<Status> STATUSES = List.of(Status.values());

    private final Random random = new Random(11);

    private static Price.Rates rates(String input, String output) {
        return new Price.Rates(
                Map.of(
                        TokenClass.INPUT, new BigDecimal(input),
                        TokenClass.OUTPUT, new BigDecimal(output),
                        TokenClass.CACHE_READ, new BigDecimal("0.0333"),
                        TokenClass.CACHE_WRITE, new BigDecimal("0.5"),
                        TokenClass.CACHE_WRITE_1H, new BigDecimal("0.75"),
                        TokenClass.INPUT_AUDIO, new BigDecimal("10"),
                        TokenClass.CACHE_READ_AUDIO, new BigDecimal("0.3"),
                        TokenClass.OUTPUT_AUDIO, new BigDecimal("20")));
    }

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

    LedgerRecord answered(Instant start, Map<String, String> tags, long nanoUsd, Usage usage) {
        return settled(
                pending(ReportDesk.TEAM, "key_a", start, tags),
                Status.ANSWERED,
                usage,
                Cost.Priced.forInput(nanoUsd, "2026-11-20"),
                MINI);
    }

    /// Calls of October 2026 that use tokens of every class, at the prices of a list.
    List<LedgerRecord> month(int count) {
        Instant first = Instant.parse("2026-10-01T00:00:00Z");
        return Stream.generate(() -> charged(first.plusSeconds(random.nextInt(31 * 86_400))))
                .limit(count)
                .toList();
    }

    private LedgerRecord charged(Instant start) {
        Map<String, String> tags =
                random.nextBoolean() ? Map.of() : Map.of("feature", "f" + random.nextInt(3));
        LedgerRecord pending = pending(ReportDesk.TEAM, "key_" + random.nextInt(2), start, tags);
        Status status = STATUSES.get(random.nextInt(STATUSES.size()));
        Usage usage = status == Status.REFUSED ? Usage.none() : usage();
        Cost cost =
                random.nextInt(6) == 0
                        ? new Cost.Unpriced()
                        : Cost.Priced.of(PRICE.costs(usage), "2026-0" + (1 + random.nextInt(2)));
        return settled(pending, status, usage, cost, random.nextBoolean() ? MINI : OSS);
    }

    private Usage usage() {
        long cached = random.nextInt(3_000);
        long audio = random.nextInt(1_000);
        return new Usage(
                20_000 + random.nextInt(300_000),
                cached,
                random.nextInt(2_000),
                random.nextInt(2_000),
                audio,
                Math.min(audio, cached) / 2,
                random.nextInt(500),
                10_000 + random.nextInt(1_000),
                random.nextInt(3_000),
                random.nextInt(500),
                random.nextInt(500),
                random.nextInt(5) == 0);
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
