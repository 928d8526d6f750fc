package dev.tollgate.function.bench;

import dev.tollgate.function.bench.Kind.Ask;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/// Prints what each kind of request asks of DynamoDB: how often its caller waits for it, and the capacity units.
public final class StoreCalls {
    private static final String CATALOG = "store-calls.yaml";

    /// One row each.
    private static final List<Kind> KINDS =
            List.of(
                    new Kind(
                            "the first call of a sandbox",
                            List.of(),
                            Ask.of("plain", "What is new?")),
                    Kind.of("no limit", Ask.of("plain", "What is new?")),
                    Kind.of(
                            "fallback to a second provider",
                            Ask.of("falls-back", "Are you there?")));

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
