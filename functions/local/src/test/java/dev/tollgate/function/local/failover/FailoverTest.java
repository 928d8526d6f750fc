package dev.tollgate.function.local.failover;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/// What callers, providers and the ledger see of a provider that misbehaves, in sixteen ways, all at the same time.
@Timeout(240)
class FailoverTest {

    @Test
    void all_sixteen_scenarios_pass_streamed_and_buffered(@TempDir Path folder) throws Exception {
        List<Scenario> scenarios = new ArrayList<>(Scenarios.all());
        scenarios.add(14, Outage.SCENARIO);
        List<Row> rows = new ArrayList<>();
        try (Stage stage = new Stage(folder, scenarios);
                ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            List<Future<Row>> playing =
                    scenarios.stream()
                            .map(scenario -> threads.submit(() -> row(stage, scenario, threads)))
                            .toList();
            for (Future<Row> row : playing) {
                rows.add(row.get());
            }
        }
        long passed = rows.stream().filter(Row::passed).count();
        System.out.println(Row.table(rows) + passed + " of " + scenarios.size());
        assertEquals(16, scenarios.size());
        assertTrue(rows.stream().allMatch(Row::passed), () -> Row.problems(rows));
    }

    private static Row row(Stage stage, Scenario scenario, ExecutorService threads)
            throws Exception {
        Future<Row.Cell> streamed = threads.submit(() -> cell(stage, scenario, true));
        Future<Row.Cell> buffered = threads.submit(() -> cell(stage, scenario, false));
        return new Row(scenario, streamed.get(), buffered.get());
    }

    private static Row.Cell cell(Stage stage, Scenario scenario, boolean streamed) {
        Consumer<Seen> check = (streamed ? scenario.streamed() : scenario.buffered()).orElse(null);
        if (check == null) {
            return Row.Cell.NOT_APPLICABLE;
        }
        long start = System.nanoTime();
        List<Seen> seen = new ArrayList<>();
        try {
            if (scenario.equals(Outage.SCENARIO)) {
                seen.addAll(Outage.play(stage, streamed));
            } else {
                seen.add(stage.play(scenario, streamed));
                check.accept(seen.getFirst());
            }
            assertTrue(stage.isAlive(streamed), "the server does not answer well afterwards");
            return Row.Cell.passed(seen, took(seen, start));
        } catch (Exception | AssertionError problem) {
            return Row.Cell.failed(seen, took(seen, start), problem);
        }
    }

    /// One call's time, or that of the sequence.
    private static Duration took(List<Seen> seen, long start) {
        return seen.size() == 1
                ? seen.getFirst().reply().elapsed()
                : Duration.ofNanos(System.nanoTime() - start);
    }
}
