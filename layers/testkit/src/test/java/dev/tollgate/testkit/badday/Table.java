package dev.tollgate.testkit.badday;

import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;

/// Days side by side: what comes of them through the gateway, and (in parentheses) without it.
final class Table {
    private static final String HEAD =
            "%-33s %6s  %15s  %13s  %15s  %16s  %17s  %9s  %11s"
                    .formatted(
                            "day",
                            "calls",
                            "good %",
                            "requests/call",
                            "p50 s",
                            "p99 s",
                            "USD/1000 good",
                            "retries %",
                            "in ledger %");

    private Table() {}

    static String of(List<Row> rows) {
        return rows.stream()
                .map(Row::toString)
                .collect(
                        Collectors.joining(
                                "\n",
                                "\nthrough the gateway (and without it)\n" + HEAD + "\n",
                                "\n"));
    }

    /// @param inLedger the share of what providers ask for that the ledger knows
    record Row(Result ours, Result naive, double inLedger) {
        @Override
        public String toString() {
            return String.format(
                    Locale.ROOT,
                    "%-33s %6d  %6.2f (%6.2f)  %5.2f (%5.2f)  %6.2f (%6.2f)  %6.2f (%7.2f)  %7.3f (%7.3f)  %9.2f  %11.2f",
                    ours.day().title(),
                    ours.jobs().size(),
                    100 * ours.success(),
                    100 * naive.success(),
                    ours.requestsPerCall(),
                    naive.requestsPerCall(),
                    ours.seconds(0.5),
                    naive.seconds(0.5),
                    ours.seconds(0.99),
                    naive.seconds(0.99),
                    ours.costOfThousand(),
                    naive.costOfThousand(),
                    100 * ours.retries(),
                    100 * inLedger);
        }
    }
}
