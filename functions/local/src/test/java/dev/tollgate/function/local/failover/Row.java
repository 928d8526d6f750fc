package dev.tollgate.function.local.failover;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.function.ToIntFunction;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/// A line of the table: a scenario, and what came of it in each way to ask.
record Row(Scenario scenario, Cell streamed, Cell buffered) {
    private static final String FORM = "%-4s %-40s %-9s %-9s %15s %18s  %s%n";

    /// @param problem empty if all that must hold did
    record Cell(String outcome, Duration elapsed, String tries, Optional<Throwable> problem) {
        static final Cell NOT_APPLICABLE = new Cell("n/a", Duration.ZERO, "-", Optional.empty());

        static Cell passed(List<Seen> seen, Duration elapsed) {
            String outcome = seen.getLast().record().path("status").asText();
            return new Cell(outcome, elapsed, tries(seen), Optional.empty());
        }

        static Cell failed(List<Seen> seen, Duration elapsed, Throwable problem) {
            return new Cell("FAILED", elapsed, tries(seen), Optional.of(problem));
        }

        private static String tries(List<Seen> seen) {
            return sum(seen, it -> it.one().size()) + "+" + sum(seen, it -> it.two().size());
        }

        private static int sum(List<Seen> seen, ToIntFunction<Seen> count) {
            return seen.stream().mapToInt(count).sum();
        }

        private String seconds() {
            return equals(NOT_APPLICABLE) ? "-" : "%.1f".formatted(elapsed.toMillis() / 1e3);
        }
    }

    boolean passed() {
        return streamed.problem().isEmpty() && buffered.problem().isEmpty();
    }

    static String table(List<Row> rows) {
        return FORM.formatted(
                        "id", "what", "streamed", "buffered", "seconds", "tries one+two", "verdict")
                + rows.stream().map(Row::line).collect(Collectors.joining());
    }

    private String line() {
        return FORM.formatted(
                scenario.id(),
                scenario.what(),
                streamed.outcome(),
                buffered.outcome(),
                streamed.seconds() + " / " + buffered.seconds(),
                streamed.tries() + " / " + buffered.tries(),
                passed() ? "pass" : "FAIL");
    }

    static String problems(List<Row> rows) {
        return rows.stream()
                .flatMap(row ->
                        Stream.of(row.streamed(), row.buffered())
                                .flatMap(cell -> cell.problem().stream())
                                .map(problem -> row.scenario().id() + ": " + problem))
                .collect(Collectors.joining("\n"));
    }
}
