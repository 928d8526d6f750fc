package dev.tollgate.provider.judges;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.tollgate.routing.Call;
import dev.tollgate.routing.Failure.Kind;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.condition.EnabledIf;
import org.junit.jupiter.api.function.Executable;

/// Every recorded exchange with a provider, through the real code, for a caller of each language. Runs where the recordings are at hand, and
/// prints what it judged and what it left out.
@EnabledIf("recordingsAreHere")
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class RecordedTrafficTest {
    private final Map<String, Row> table = new TreeMap<>();

    static boolean recordingsAreHere() {
        return Exchange.areHere();
    }

    @TestFactory
    Stream<DynamicTest> recorded_traffic_is_understood_and_told_in_every_language() {
        List<DynamicTest> tests = new ArrayList<>();
        for (Exchange exchange : Exchange.all()) {
            Row row = table.computeIfAbsent(exchange.provider(), _ -> new Row());
            row.exchanges++;
            Optional<String> why = Gaps.notOurs(exchange);
            Wired.of(exchange)
                    .filter(_ -> why.isEmpty())
                    .ifPresentOrElse(
                            wired ->
                                    tests.addAll(row.judged(exchange, judgements(exchange, wired))),
                            () ->
                                    row.leftOut(
                                            why.orElse(
                                                    exchange.path().replaceFirst(".*[/:]", ""))));
        }
        return tests.stream();
    }

    private static Map<String, Executable> judgements(Exchange exchange, Wired wired) {
        Judge judge = new Judge(exchange, wired);
        Optional<Kind> failure = ExpectedFailures.of(exchange);
        boolean embeds = exchange.path().endsWith("/embeddings");
        Map<String, Executable> judgements = new TreeMap<>();
        if (embeds) {
            Call call = Caller.embeddings();
            judgements.put(
                    "embeddings",
                    failure.<Executable>map(kind -> () -> judge.failure(call, kind))
                            .orElse(judge::embeddings));
            return judgements;
        }
        if (failure.isEmpty()) {
            judgements.put("read", judge::reading);
        }
        for (Caller caller : Caller.ALL) {
            judgements.put(
                    "for " + caller,
                    failure.<Executable>map(kind ->
                                    () -> judge.failure(caller.call(exchange.streamed()), kind))
                            .orElse(() -> judge.rendering(caller)));
            if (failure.isEmpty()) {
                judgements.put("kept for " + caller, () -> judge.keeping(caller));
            }
        }
        return judgements;
    }

    @Test
    void every_row_of_expected_failures_is_met() {
        assertEquals(Set.of(), ExpectedFailures.unused(Exchange.all()));
    }

    @AfterAll
    void print() {
        System.out.printf(
                "%n%-12s %9s %9s %7s  left out%n", "provider", "exchanges", "judgements", "passed");
        table.forEach((provider, row) -> System.out.printf("%-12s %s%n", provider, row));
    }

    /// What became of one provider's exchanges.
    private static final class Row {
        private int exchanges;
        private int judgements;
        private int passed;
        private final Map<String, Integer> leftOut = new TreeMap<>();

        private List<DynamicTest> judged(Exchange exchange, Map<String, Executable> all) {
            Gaps.of(exchange).ifPresent(this::leftOut);
            List<DynamicTest> tests = new ArrayList<>();
            all.forEach((name, judgement) -> {
                String title = exchange + " " + name;
                judgements++;
                tests.add(DynamicTest.dynamicTest(title, () -> judge(title, judgement)));
            });
            return tests;
        }

        /// A failure says whose it is: reports do not show a dynamic test's name.
        private void judge(String title, Executable judgement) throws Throwable {
            try {
                judgement.execute();
                passed++;
            } catch (AssertionError | RuntimeException | IOException e) {
                throw new AssertionError(title + ": " + e.getMessage(), e);
            }
        }

        private void leftOut(String why) {
            leftOut.merge(why, 1, Integer::sum);
        }

        @Override
        public String toString() {
            return "%9d %10d %7d  %s".formatted(exchanges, judgements, passed, leftOut);
        }
    }
}
