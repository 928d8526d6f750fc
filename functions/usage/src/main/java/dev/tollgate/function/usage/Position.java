package dev.tollgate.function.usage;

import dev.tollgate.rollup.Dimension;
import java.math.BigDecimal;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/// Where a row stands among the others.
///
/// @param figure what rows are sorted by; empty if they are by their values alone, or have none
record Position(Optional<BigDecimal> figure, List<Optional<String>> values) {

    /// In what order rows come. Those without a value, or without the figure, come after the others, and equal ones in the order of their values.
    ///
    /// @param figure what they are sorted by; if empty, by the value `index`
    record Order(Optional<Column> figure, int index, boolean descending)
            implements Comparator<Position> {
        private static final String DESCENDING = "-";

        /// @param written a figure's name, or a dimension's of the groups; `-` before it for the greatest first
        static Order read(String written, List<Dimension> by, String param) {
            boolean descending = written.startsWith(DESCENDING);
            String name = descending ? written.substring(1) : written;
            Optional<Column> figure = Column.named(name);
            int index = by.stream().map(Dimension::written).toList().indexOf(name);
            if (figure.isEmpty() && index < 0) {
                throw Parameters.invalid(
                        param,
                        "need a figure such as cost_usd, calls or latency_ms_p95, or one of group_by");
            }
            return new Order(figure, index, descending);
        }

        Position of(Group group) {
            return new Position(
                    figure.flatMap(column -> column.of().apply(group.figures())), group.values());
        }

        @Override
        public int compare(Position one, Position other) {
            int first =
                    figure.isPresent()
                            ? absentLast(one.figure, other.figure, direction())
                            : absentLast(
                                    one.values.get(index), other.values.get(index), direction());
            return first != 0 ? first : byValues(one.values, other.values);
        }

        private <T extends Comparable<? super T>> Comparator<T> direction() {
            return descending ? Comparator.reverseOrder() : Comparator.naturalOrder();
        }
    }

    static int byValues(List<Optional<String>> some, List<Optional<String>> others) {
        for (int i = 0; i < some.size(); i++) {
            int order = absentLast(some.get(i), others.get(i), Comparator.naturalOrder());
            if (order != 0) {
                return order;
            }
        }
        return 0;
    }

    private static <T> int absentLast(Optional<T> one, Optional<T> other, Comparator<T> order) {
        return one.isPresent() && other.isPresent()
                ? order.compare(one.get(), other.get())
                : Boolean.compare(one.isEmpty(), other.isEmpty());
    }
}
