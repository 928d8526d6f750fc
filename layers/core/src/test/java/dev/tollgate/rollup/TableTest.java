package dev.tollgate.rollup;

import static dev.tollgate.rollup.RandomTables.cell;
import static dev.tollgate.rollup.RandomTables.count;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class TableTest {
    private final Table table = new Table(Table.CELL);

    @Test
    void a_row_beyond_the_limit_loses_its_tags_first() {
        table.limit(10, false);
        for (int user = 0; user < 20; user++) {
            count(table, cell(1, "key", Map.of("user", "u" + user)), 1);
        }

        assertTrue(table.closed());
        assertEquals(11, table.rows().size());
        assertEquals(10, calls(cell(1, "key", Map.of("user", Sums.OVERFLOW))));
        assertEquals(1, calls(cell(1, "key", Map.of("user", "u9"))));
    }

    @Test
    void where_that_does_not_help_it_keeps_its_hour_only() {
        table.limit(10, false);
        for (int call = 0; call < 100; call++) {
            count(table, cell(call % 3, "key" + call, Map.of()), 1);
        }

        assertEquals(10 + 1 + 3, table.rows().size());
        long rest =
                RandomTables.rows(table).entrySet().stream()
                        .filter(row ->
                                row.getKey()
                                        .get(1)
                                        .of(Dimension.Property.KEY)
                                        .equals(Optional.of(Sums.OVERFLOW)))
                        .mapToLong(row -> row.getValue().of(Measure.CALLS))
                        .sum();
        assertEquals(100 - 11, rest);
    }

    @Test
    void a_tag_of_such_a_row_is_not_known_whatever_its_name() {
        assertEquals(
                Optional.of(Sums.OVERFLOW),
                Axis.Group.TAGS.overflow().of(new Dimension.Tag("feature")));
        assertEquals(Optional.empty(), Axis.Group.TAGS.overflow().of(Dimension.Property.KEY));
    }

    @Test
    void what_is_there_stays_apart() {
        table.limit(1, false);
        count(table, cell(1, "a", Map.of()), 1);
        assertFalse(table.closed());
        count(table, cell(1, "b", Map.of()), 1);

        count(table, cell(1, "a", Map.of()), 1);
        count(table, cell(1, "b", Map.of()), -1);

        assertEquals(2, calls(cell(1, "a", Map.of())));
        assertTrue(table.closed());
        assertEquals(2, table.rows().values().stream().mapToLong(f -> f.of(Measure.CALLS)).sum());
    }

    private long calls(List<Value> cell) {
        Figures figures = RandomTables.rows(table).getOrDefault(cell, new Figures());
        return figures.of(Measure.CALLS);
    }
}
