package dev.tollgate.testkit.store;

import dev.tollgate.api.Tags;
import dev.tollgate.config.Ids;
import dev.tollgate.identity.KeyHash;
import dev.tollgate.identity.Principal;
import dev.tollgate.identity.Role;
import dev.tollgate.identity.VirtualKey;
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
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.random.RandomGenerator;
import java.util.random.RandomGeneratorFactory;

/// Values with every field in play, the same ones for the same seed.
public final class Arbitrary {
    private static final List<Target> TARGETS =
            List.of(
                    new Target("openai", "gpt-4.1-mini"),
                    new Target("anthropic", "claude-haiku-4-5"),
                    new Target("groq", "openai/gpt-oss-120b"));
    private static final List<String> TEXTS = List.of("stop", "Grüße, 東京", "a \"b\" \\ \n", "#");

    private final RandomGenerator random;

    public Arbitrary(long seed) {
        this.random = RandomGeneratorFactory.of("L64X128MixRandom").create(seed);
    }

    public LedgerRecord pending(String team, Instant start) {
        return new LedgerRecord(
                Ids.request(start, random),
                start,
                team,
                "key_" + random.nextInt(100),
                "alias-" + random.nextInt(5),
                one(List.of(Operation.values())),
                random.nextBoolean(),
                one(TARGETS),
                1 + random.nextInt(1_000),
                tags(),
                maybe(new Expected(usage(), cost())),
                Optional.empty());
    }

    /// A settled record of a call like `pending`.
    public LedgerRecord settled(LedgerRecord pending) {
        List<Attempt> attempts = new ArrayList<>();
        for (int i = random.nextInt(4); i > 0; i--) {
            attempts.add(attempt(pending.startedAt()));
        }
        Status status = one(List.of(Status.values()));
        return pending.settled(
                new Settlement(
                        status,
                        one(TARGETS),
                        attempts,
                        usage(),
                        cost(),
                        source(status),
                        count(),
                        maybe(one(TEXTS)),
                        maybe(one(List.of(Failure.Kind.values()))),
                        maybe(one(TEXTS)),
                        maybe(one(TEXTS)),
                        maybe(duration()),
                        duration(),
                        duration()));
    }

    public VirtualKey key(String team, Instant createdAt) {
        KeyHash hash = KeyHash.of("tg_" + random.nextLong());
        Set<String> aliases = random.nextBoolean() ? Set.of() : Set.of("chat", one(TEXTS));
        Set<Role> roles = random.nextBoolean() ? Set.of(Role.APP) : Set.of(Role.values());
        Principal principal = new Principal(hash.id(), team, roles, tags(), aliases);
        return new VirtualKey(hash, one(TEXTS), principal, createdAt);
    }

    private Attempt attempt(Instant start) {
        Optional<Attempt.Cause> cause =
                maybe(
                        new Attempt.Cause(
                                one(List.of(Failure.Kind.values())),
                                one(List.of(0, 429, 503)),
                                one(TEXTS)));
        return new Attempt(one(TARGETS), start.plus(duration()), duration(), cause, usage());
    }

    private Usage usage() {
        return new Usage(
                count(),
                count(),
                count(),
                count(),
                count(),
                count(),
                count(),
                count(),
                count(),
                count(),
                count(),
                random.nextBoolean());
    }

    private Cost cost() {
        return random.nextBoolean()
                ? Cost.Priced.of(
                        Map.of(
                                TokenClass.INPUT,
                                random.nextLong(Long.MAX_VALUE / 2),
                                one(List.of(TokenClass.CACHE_READ, TokenClass.OUTPUT_IMAGE)),
                                random.nextLong(Long.MAX_VALUE / 2)),
                        "2026-11-" + random.nextInt(30))
                : new Cost.Unpriced();
    }

    /// Who got no answer, got none from anywhere.
    private Source source(Status status) {
        return switch (status) {
            case ANSWERED, CUT, CANCELLED -> one(List.of(Source.values()));
            case FAILED, REFUSED, ABANDONED -> Source.PROVIDER;
        };
    }

    private Tags tags() {
        Map<String, String> tags = new TreeMap<>();
        for (int i = random.nextInt(4); i > 0; i--) {
            tags.put("tag-" + i, one(TEXTS));
        }
        return new Tags(new TreeMap<>(tags));
    }

    private long count() {
        return random.nextLong(10_000_000_000L);
    }

    private Duration duration() {
        return Duration.ofNanos(random.nextLong(900_000_000_000L));
    }

    private <T> Optional<T> maybe(T value) {
        return random.nextBoolean() ? Optional.of(value) : Optional.empty();
    }

    private <T> T one(List<T> values) {
        return values.get(random.nextInt(values.size()));
    }
}
