package dev.tollgate.rollup;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedSet;

/// What reports ask: the figures of a team's calls, by what they have in common.
public interface Sums {
    /// Stands for values that were too many to keep apart; see [Row#overflow].
    String OVERFLOW = "(other)";

    /// The figures of all calls that began from `from` on and before `to`.
    ///
    /// @param from a whole hour
    /// @param to a whole hour
    /// @param by may be empty: then there is one row, or none
    List<Row> read(String team, Instant from, Instant to, Set<Dimension> by);

    /// The names of tags, bare, that these calls carry; perhaps some of other calls of the same days, too.
    ///
    /// @param from a whole hour
    /// @param to a whole hour
    SortedSet<String> tags(String team, Instant from, Instant to);

    /// Calls that have the same values of the dimensions asked for.
    ///
    /// @param values of each dimension asked for; empty where the calls have none; [#OVERFLOW] where there were too many to keep apart
    record Row(Map<Dimension, Optional<String>> values, Figures figures) {
        public Row {
            values = Map.copyOf(values);
        }

        /// Whether it holds calls with several values of a dimension.
        public boolean overflow() {
            return values.containsValue(Optional.of(OVERFLOW));
        }
    }
}
