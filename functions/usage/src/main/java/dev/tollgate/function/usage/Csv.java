package dev.tollgate.function.usage;

import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/// Comma-separated values after RFC 4180: lines end in CR LF, and what holds a comma, a quote or a line's end stands in quotes. What is absent is empty, without quotes.
final class Csv {
    private static final String FORMULA = "=+-@\t\r";

    private Csv() {}

    static String line(List<Optional<String>> fields) {
        return fields.stream()
                .map(field -> field.map(Csv::field).orElse(""))
                .collect(Collectors.joining(",", "", "\r\n"));
    }

    private static String field(String value) {
        boolean plain =
                !value.isEmpty()
                        && value.chars()
                                .noneMatch(
                                        it -> it == ',' || it == '"' || it == '\n' || it == '\r');
        return plain ? value : '"' + value.replace("\"", "\"\"") + '"';
    }

    /// A text that no spreadsheet takes for a formula: `'` stands before what would be one.
    static String guarded(String value) {
        return !value.isEmpty() && FORMULA.indexOf(value.charAt(0)) >= 0 ? "'" + value : value;
    }
}
