package dev.tollgate.testkit.rollup;

import dev.tollgate.api.Tags;
import dev.tollgate.config.Ids;
import dev.tollgate.ledger.LedgerRecord;
import dev.tollgate.ledger.LedgerRecord.Expected;
import dev.tollgate.ledger.LedgerRecord.Settlement;
import dev.tollgate.ledger.LedgerRecord.Source;
import dev.tollgate.ledger.LedgerRecord.Status;
import dev.tollgate.routing.Attempt;
import dev.tollgate.routing.Call.Operation;
import dev.tollgate.routing.Failure;
import dev.tollgate.routing.Target;
import dev.tollgate.usage.Cost;
import dev.tollgate.usage.TokenClass;
import dev.tollgate.usage.Usage;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.random.RandomGenerator;

/// Calls as a ledger sees them: answered, retried, cut, refused, kept, abandoned, unpriced; the same ones for the same seed.
public final class RandomCalls {
    private static final List<Target> TARGETS =
            List.of(
                    new Target("openai", "gpt-4.1-mini"),
                    new Target("openai", "gpt-5"),
                    new Target("anthropic", "claude-haiku-4-5"),
                    new Target("groq", "openai/gpt-oss-120b"));

    private final RandomGenerator random;
    private final Shape shape;

    /// What calls there are.
    ///
    /// @param first when the first ones begin
    /// @param days over how many days they are spread
    /// @param values how many values a tag has
    /// @param names how many more names of tags there are
    public record Shape(List<String> teams, Instant first, int days, int values, int names) {
        public Shape {
            teams = List.copyOf(teams);
        }
    }

    public RandomCalls(RandomGenerator random, Shape shape) {
        this.random = random;
        this.shape = shape;
    }

    /// What the ledger holds of one call, one after the other: mostly it is opened and settled, but one of the two can be missing, and what was given up can be
    /// settled after all.
    public List<LedgerRecord> next() {
        LedgerRecord pending = pending();
        LedgerRecord settled = settled(pending, chance(10) ? retagged(pending) : pending);
        return switch (random.nextInt(12)) {
            case 0 -> List.of(pending);
            case 1 -> List.of(settled);
            case 2 -> List.of(pending, abandoned(pending));
            case 3 -> List.of(pending, abandoned(pending), settled);
            default -> List.of(pending, settled);
        };
    }

    private LedgerRecord pending() {
        long millis = random.nextLong(Duration.ofDays(shape.days()).toMillis());
        Instant start = shape.first().plusMillis(millis);
        return new LedgerRecord(
                Ids.request(start, random),
                start,
                one(shape.teams()),
                "key_" + random.nextInt(4),
                "alias-" + random.nextInt(3),
                chance(10) ? one(List.of(Operation.values())) : Operation.CHAT,
                random.nextBoolean(),
                one(TARGETS),
                1 + random.nextInt(2),
                tags(),
                Optional.of(new Expected(usage(), cost(usage()))),
                Optional.empty());
    }

    private Tags tags() {
        SortedMap<String, String> tags = new TreeMap<>();
        put(tags, "feature", 1 + shape.values() / 4);
        put(tags, "user_group", shape.values());
        if (chance(4)) {
            put(tags, "model", 2);
        }
        if (chance(20)) {
            put(tags, "tag:odd", 2);
        }
        if (shape.names() > 0 && chance(2)) {
            put(tags, "name-" + random.nextInt(shape.names()), 3);
        }
        return new Tags(tags);
    }

    private void put(Map<String, String> tags, String name, int values) {
        if (!chance(8)) {
            tags.put(name, name + " " + random.nextInt(values));
        }
    }

    private LedgerRecord retagged(LedgerRecord record) {
        return record.with(tags());
    }

    private static LedgerRecord abandoned(LedgerRecord pending) {
        Expected expected = pending.expected().orElseThrow();
        return pending.settled(
                new Settlement(
                        Status.ABANDONED,
                        pending.firstTarget(),
                        List.of(),
                        expected.usage(),
                        expected.cost(),
                        Optional.empty(),
                        Optional.empty(),
                        Optional.empty(),
                        Duration.ofMinutes(20),
                        Duration.ZERO));
    }

    private LedgerRecord settled(LedgerRecord pending, LedgerRecord tagged) {
        return switch (random.nextInt(10)) {
            case 0 -> end(tagged, Status.REFUSED, Source.PROVIDER, Usage.none(), 0);
            case 1 -> end(tagged, Status.FAILED, Source.PROVIDER, wasted(), 1 + random.nextInt(4));
            case 2 -> end(tagged, Status.CUT, Source.PROVIDER, usage(), 1 + random.nextInt(3));
            case 3 -> end(tagged, Status.CANCELLED, Source.PROVIDER, usage(), 1);
            case 4, 5 -> end(tagged, Status.ANSWERED, kept(), Usage.none(), 0);
            case 6 -> end(tagged, Status.ANSWERED, Source.PROVIDER, usage(), 2 + random.nextInt(3));
            default ->
                    end(tagged.with(pending.tags()), Status.ANSWERED, Source.PROVIDER, usage(), 1);
        };
    }

    private Source kept() {
        List<Source> sources = new ArrayList<>(List.of(Source.values()));
        sources.remove(Source.PROVIDER);
        return one(sources);
    }

    private Usage wasted() {
        return chance(2) ? Usage.none() : Usage.estimate(random.nextInt(500), 0);
    }

    private LedgerRecord end(
            LedgerRecord pending, Status status, Source source, Usage usage, int attempts) {
        List<Attempt> made = new ArrayList<>();
        for (int i = 0; i < attempts; i++) {
            Optional<Attempt.Cause> cause =
                    i < attempts - 1 || status == Status.FAILED
                            ? Optional.of(new Attempt.Cause(kind(), 503, "busy"))
                            : Optional.empty();
            made.add(new Attempt(one(TARGETS), pending.startedAt(), duration(), cause));
        }
        boolean failed = status == Status.FAILED || status == Status.CUT;
        return pending.settled(
                new Settlement(
                        status,
                        made.isEmpty() ? pending.firstTarget() : made.getLast().target(),
                        made,
                        usage,
                        cost(usage),
                        source,
                        source == Source.PROVIDER ? 0 : random.nextInt(1_000_000),
                        chance(15) ? Optional.of("alias:cheap") : Optional.empty(),
                        failed ? Optional.of(kind()) : Optional.empty(),
                        status == Status.REFUSED
                                ? Optional.of("limit:" + random.nextInt(3))
                                : Optional.empty(),
                        Optional.of("stop"),
                        status == Status.ANSWERED && chance(2)
                                ? Optional.of(duration())
                                : Optional.empty(),
                        duration(),
                        Duration.ofMillis(1)));
    }

    private Failure.Kind kind() {
        return one(List.of(Failure.Kind.values()));
    }

    private Usage usage() {
        int input = random.nextInt(5_000);
        return chance(3)
                ? new Usage(
                        input,
                        random.nextInt(1_000),
                        random.nextInt(1_000),
                        random.nextInt(100),
                        random.nextInt(100),
                        random.nextInt(100),
                        random.nextInt(100),
                        random.nextInt(3_000),
                        random.nextInt(1_000),
                        random.nextInt(100),
                        random.nextInt(100),
                        chance(10))
                : Usage.of(input, random.nextInt(800));
    }

    private Cost cost(Usage usage) {
        if (chance(8)) {
            return new Cost.Unpriced();
        }
        Map<TokenClass, Long> parts = new EnumMap<>(TokenClass.class);
        for (TokenClass kind : TokenClass.values()) {
            parts.put(kind, kind.of(usage) * (1 + kind.name().length()) * 137);
        }
        return Cost.Priced.of(parts, chance(4) ? "2026-12-01" : "2026-11-01");
    }

    private Duration duration() {
        return Duration.ofNanos((long) (1_000_000 * Math.exp(random.nextDouble() * 11)));
    }

    private boolean chance(int oneIn) {
        return random.nextInt(oneIn) == 0;
    }

    private <T> T one(List<T> values) {
        return values.get(random.nextInt(values.size()));
    }
}
