package dev.tollgate.function.bench;

import dev.tollgate.function.bench.Kind.Ask;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/// Prints what each kind of request asks of DynamoDB: how often its caller waits for it, and the capacity units.
public final class StoreCalls {
    private static final String CATALOG = "store-calls.yaml";

    private static final String QUESTION = "What is new?";
    private static final Ask CACHED = Ask.of("cached", QUESTION);
    private static final Ask ONCE = Ask.of("plain", QUESTION).with("idempotency-key", "once");
    private static final Ask ALL = Ask.of("everything", QUESTION).with("idempotency-key", "all");

    /// One row each.
    private static final List<Kind> KINDS =
            List.of(
                    new Kind("the first call of a sandbox", List.of(), Ask.of("plain", QUESTION)),
                    Kind.of("no limit", Ask.of("plain", QUESTION)),
                    Kind.of("fallback to a second provider", Ask.of("falls-back", QUESTION)),
                    Kind.of("one rate limit", Ask.of("rate", QUESTION)),
                    Kind.of("rate, tokens, budget and concurrency", Ask.of("heavy", QUESTION)),
                    Kind.of("provider with limits", Ask.of("of-first", QUESTION)),
                    Kind.of("fallback, both providers with limits", Ask.of("falls-on", QUESTION)),
                    Kind.of("cache, miss", CACHED),
                    Kind.of("cache, hit", CACHED).after(CACHED),
                    Kind.of("idempotency key, first", ONCE.with("idempotency-key", "first")),
                    Kind.of("idempotency key, repeat", ONCE).after(ONCE),
                    Kind.of("all limits, cache and idempotency key", ALL));

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
