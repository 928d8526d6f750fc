package dev.tollgate.function.bench;

import dev.tollgate.function.bench.Kind.Ask;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/// Prints what each kind of request asks of DynamoDB: how often its caller waits for it, and the capacity units.
///
/// `mvn -q -Pstore-calls -pl functions/bench -am test-compile`
public final class StoreCalls {
    private static final String CATALOG = "store-calls.yaml";

    private static final String QUESTION = "What is new?";
    private static final Ask PLAIN = Ask.of("plain", QUESTION);
    private static final Ask CACHED = Ask.of("cached", QUESTION);
    private static final Ask FAILING = Ask.of("failing", QUESTION);
    private static final Ask HEALED = Ask.of("healed", QUESTION);

    /// Failures that open a breaker.
    private static final int MANY = 10;

    /// Kinds that find their sandbox without what it remembers for some seconds: keys, the catalogue's number, breakers.
    static final int COLD = 3;

    /// One row each, the cold ones first.
    private static final List<Kind> KINDS =
            List.of(
                    Kind.first("first call of a sandbox", PLAIN),
                    Kind.of("no limit, after a minute of silence", PLAIN)
                            .later(Duration.ofMinutes(1)),
                    Kind.of("probe that closes a breaker", HEALED)
                            .after(MANY, HEALED)
                            .later(Duration.ofSeconds(6)),
                    Kind.of("no limit", PLAIN),
                    Kind.of("fallback", Ask.of("falls-back", QUESTION)),
                    Kind.of("fallback from an open breaker", FAILING).after(MANY, FAILING),
                    Kind.of("one rate limit", Ask.of("rate", QUESTION)),
                    Kind.of("rate, tokens, budget and concurrency", Ask.of("heavy", QUESTION)),
                    Kind.of("provider with limits", Ask.of("of-first", QUESTION)),
                    Kind.of("fallback, both providers with limits", Ask.of("falls-on", QUESTION)),
                    Kind.of("cache, miss", CACHED),
                    Kind.of("cache, hit", CACHED).after(1, CACHED),
                    Kind.of("idempotency key, first", PLAIN.once("a")),
                    Kind.of("idempotency key, repeat", PLAIN.once("b")).after(1, PLAIN.once("b")),
                    Kind.of(
                            "all limits, cache (miss) and idempotency key",
                            Ask.of("everything", "What is everything?").once("c")));

    private StoreCalls() {}

    public static void main(String[] args) throws Exception {
        System.out.print(table(measure()));
    }

    /// Markdown.
    static String table(List<Measured> measured) {
        return measured.stream()
                .map(Measured::row)
                .collect(Collectors.joining("\n", Measured.header() + "\n", "\n"));
    }

    static List<Measured> measure() throws Exception {
        List<Measured> all = new ArrayList<>();
        try (StoreBed bed = new StoreBed(CATALOG)) {
            for (Kind kind : KINDS) {
                all.add(bed.measure(kind));
            }
        }
        return all;
    }
}
