package dev.tollgate.function.usage;

import java.math.BigDecimal;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// What FOCUS 1.4 demands of the columns of a Cost and Usage data set, each rule in our words, with a change that breaks it.
///
/// From https://github.com/FinOps-Open-Cost-and-Usage-Spec/FOCUS_Spec, `specification/datasets/cost_and_usage/columns` and `specification/attributes`. Rules on credits,
/// taxes, purchases and commitments are left out: no row of ours can come under them, as `ChargeCategory` is checked.
final class FocusRules {
    static final List<Rule> ALL =
            Stream.of(FocusHeaderRules.all(), FocusValueRules.all(), FocusRelationRules.all())
                    .flatMap(List::stream)
                    .toList();

    private FocusRules() {}

    /// One rule.
    ///
    /// @param column that it is about
    /// @param breaking turns a table that keeps all rules into one that does not keep this one
    record Rule(
            String column,
            String says,
            Predicate<CsvTable> kept,
            UnaryOperator<CsvTable> breaking) {

        /// @return false also if it can't be told; then a rule on the form of values is broken, too
        boolean isKept(CsvTable table) {
            try {
                return kept.test(table);
            } catch (RuntimeException unreadable) {
                return false;
            }
        }

        @Override
        public String toString() {
            return column + ": " + says;
        }
    }

    /// The rules that a table breaks.
    static List<Rule> broken(CsvTable table) {
        return ALL.stream().filter(rule -> !rule.isKept(table)).toList();
    }

    /// A rule that every row keeps on its own.
    ///
    /// @param wrong a value of the column that breaks it
    static Rule each(String column, String says, Predicate<Row> kept, @Nullable String wrong) {
        return new Rule(
                column,
                says,
                table -> table.rows().stream().map(Row::new).allMatch(kept),
                table -> with(table, 0, column, wrong));
    }

    /// The same table but for one value.
    static CsvTable with(CsvTable table, int index, String column, @Nullable String value) {
        List<Map<String, @Nullable String>> rows = new ArrayList<>(table.rows());
        Map<String, @Nullable String> changed = new LinkedHashMap<>(rows.get(index));
        changed.put(column, value);
        rows.set(index, changed);
        return new CsvTable(table.header(), rows);
    }

    /// One charge, as its reader sees it.
    record Row(Map<String, @Nullable String> values) {
        boolean has(String column) {
            return values.get(column) != null;
        }

        /// @throws IllegalStateException if it is null
        String text(String column) {
            String value = values.get(column);
            if (value == null) {
                throw new IllegalStateException(column + " is null");
            }
            return value;
        }

        boolean is(String column, String value) {
            return value.equals(values.get(column));
        }

        BigDecimal number(String column) {
            return new BigDecimal(text(column));
        }

        Instant time(String column) {
            return Instant.parse(text(column));
        }
    }
}
