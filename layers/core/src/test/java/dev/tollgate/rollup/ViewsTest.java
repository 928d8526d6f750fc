package dev.tollgate.rollup;

import static dev.tollgate.rollup.RandomTables.cell;
import static dev.tollgate.rollup.RandomTables.count;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.tollgate.rollup.Directory.Stored;
import dev.tollgate.rollup.Projection.Choice;
import dev.tollgate.rollup.Views.Made;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

class ViewsTest {
    private static final Axis FEATURE = new Axis.Only(new Dimension.Tag("feature"));
    private static final Axis USER = new Axis.Only(new Dimension.Tag("user"));

    private ViewBounds bounds = new ViewBounds(5, 1_000, 1_000, 100, 10, 3, 2, 100_000);
    private List<Made> views = List.of();

    @Test
    void few_cells_are_all_there_is() {
        merge(cells(5, 1));

        assertEquals(List.of(Table.CELL), views.stream().map(Made::axes).toList());
    }

    @Test
    void of_many_there_are_views_over_each_axis_and_each_pair() {
        merge(cells(6, 1));

        // over 6 groups of properties and a tag, over none, 21 pairs, and the cells: what is asked
        // for most comes first
        assertEquals(7 + 1 + 21 + 1, views.size());
        assertEquals(List.of(Axis.Group.HOUR), views.getFirst().axes());
        assertEquals(Table.CELL, views.getLast().axes());
    }

    @Test
    void each_view_is_what_its_cells_sum_up_to_however_they_came() {
        bounds = new ViewBounds(5, 1_000, 1_000, 1_000, 1_000, 3, 2, 100_000);
        Table all = new Table(Table.CELL);
        for (int seed = 0; seed < 12; seed++) {
            Table more = new RandomTables(seed).cells(seed < 3 ? 2 : 20);
            all.add(more, Choice.ALL);
            merge(more);
        }

        assertTrue(views.size() > 30);
        for (Made view : views) {
            Table expected = new Table(view.axes());
            expected.add(all, Choice.ALL);
            expected.dropZeros();
            Table actual = TableCodec.decode(view.bytes());
            actual.dropZeros();
            assertEquals(
                    RandomTables.rows(expected), RandomTables.rows(actual), view.axes()::toString);
        }
    }

    @Test
    void a_day_that_has_more_than_lowered_bounds_allow_keeps_it_and_takes_up_no_more() {
        merge(cells(25, 1));
        int before = view(Table.CELL).rows().size();
        bounds = new ViewBounds(5, 10, 10, 5, 5, 3, 2, 100);

        merge(cells(25, 1));
        merge(cells(40, 1));

        assertTrue(view(Table.CELL).rows().size() >= before);
        Map<Value, Long> calls = calls(FEATURE);
        assertEquals(25 + 25 + 40, calls.values().stream().mapToLong(each -> each).sum());
    }

    @Test
    void a_value_that_comes_when_there_is_no_room_is_counted_with_the_others() {
        merge(cells(25, 1));

        Map<Value, Long> calls = calls(FEATURE);
        assertEquals(11, calls.size());
        assertEquals(15, calls.get(value("feature", Sums.OVERFLOW)));
        assertEquals(25, calls.values().stream().mapToLong(each -> each).sum());
    }

    @Test
    void a_value_is_kept_for_the_day_even_while_nothing_is_left_of_it() {
        merge(cells(25, 1));
        String kept =
                calls(FEATURE).keySet().stream()
                        .flatMap(value -> value.parts().values().stream())
                        .filter(text -> !text.equals(Sums.OVERFLOW))
                        .findFirst()
                        .orElseThrow();
        List<Value> cell = cell(0, "key", Map.of("feature", kept));
        merge(table(cell, -1));
        merge(cells(40, 1));
        merge(table(cell, 2));

        assertEquals(1 - 1 + 1 + 2, calls(FEATURE).get(value("feature", kept)));
        assertEquals(11, calls(FEATURE).size());
    }

    @Test
    void a_value_that_was_counted_with_the_others_stays_there() {
        merge(cells(25, 1));
        Map<Value, Long> first = calls(FEATURE);

        merge(cells(25, -1));
        merge(cells(25, 1));

        assertEquals(first, calls(FEATURE));
    }

    @Test
    void a_row_that_was_kept_apart_is_there_again_after_nothing_was_left_of_it() {
        bounds = new ViewBounds(5, 1_000, 4, 100, 100, 3, 2, 100_000);
        List<Axis> pair = List.of(Axis.Group.KEY, FEATURE);
        merge(cells(8, 1));
        Map<List<Value>, Figures> first = RandomTables.rows(view(pair));
        for (int feature = 0; feature < 8; feature++) {
            List<Value> cell = cell(0, "key", Map.of("feature", "f" + feature));
            merge(table(cell, -1));
            merge(table(cell, 1));
        }

        assertEquals(5, first.size());
        assertEquals(first, RandomTables.rows(view(pair)));
    }

    @Test
    void what_cancels_out_later_leaves_no_trace_even_if_there_is_no_room_by_then() {
        List<Value> one = cell(0, "a", Map.of("feature", "told in the wrong order"));
        List<Value> other = cell(0, "b", Map.of("feature", "told in the wrong order"));
        merge(cells(6, 1));
        merge(table(one, 1));
        merge(table(other, -1));
        merge(cells(40, 1));
        merge(table(one, -1));
        merge(table(other, 1));

        Table pair = view(List.of(Axis.Group.KEY, FEATURE));
        pair.dropZeros();
        assertTrue(
                RandomTables.rows(pair).keySet().stream()
                        .allMatch(row -> row.getFirst().equals(cell(0, "key", Map.of()).get(1))));
    }

    @Test
    void a_tag_that_comes_later_has_its_views_from_then_on() {
        merge(cells(8, 1));
        merge(table(cell(3, "key", Map.of("user", "a", "feature", "f1")), 1));

        assertEquals(Map.of(Value.NONE, 8L, value("user", "a"), 1L), calls(USER));
        Map<List<Value>, Figures> pairs = RandomTables.rows(view(List.of(FEATURE, USER)));
        assertEquals(9, pairs.size());
        List<Value> both = List.of(value("feature", "f1"), value("user", "a"));
        assertEquals(1, pairs.getOrDefault(both, new Figures()).of(Measure.CALLS));
    }

    @Test
    void names_of_tags_beyond_the_bound_are_not_kept() {
        merge(cells(8, 1));
        for (int name = 0; name < 5; name++) {
            merge(table(cell(3, "key", Map.of("name" + name, "x")), 1));
        }

        assertEquals(Map.of(Value.NONE, 10L, Tagged.REST.overflow(), 3L), calls(Tagged.REST));
        assertTrue(view(Table.CELL).dictionary(6).contains(Tagged.REST.overflow()));
    }

    @Test
    void a_day_takes_up_no_more_rows_than_it_may() {
        bounds = new ViewBounds(5, 1_000, 1_000, 100, 10, 3, 2, 300);
        for (int hour = 0; hour < 24; hour++) {
            Table more = new Table(Table.CELL);
            for (int user = 0; user < 9; user++) {
                count(more, cell(hour, "k" + user * hour, Map.of("feature", "f" + user)), 1);
            }
            merge(more);
        }

        // each view that has no more room takes up one row an hour, and a tenth more
        int rows = views.stream().mapToInt(Made::rows).sum();
        assertTrue(rows < 300 + 24 * views.size(), rows + " rows");
        for (Made view : views) {
            long calls =
                    RandomTables.rows(view(view.axes())).values().stream()
                            .mapToLong(figures -> figures.of(Measure.CALLS))
                            .sum();
            assertEquals(24 * 9, calls);
        }
    }

    /// Cells of as many features.
    private static Table cells(int features, long calls) {
        Table cells = new Table(Table.CELL);
        for (int feature = 0; feature < features; feature++) {
            count(cells, cell(0, "key", Map.of("feature", "f" + feature)), calls);
        }
        return cells;
    }

    private static Table table(List<Value> cell, long calls) {
        Table cells = new Table(Table.CELL);
        count(cells, cell, calls);
        return cells;
    }

    private static Value value(String tag, String text) {
        return Value.of(new Dimension.Tag(tag), text);
    }

    private void merge(Table more) {
        List<Stored> stored = new ArrayList<>();
        Map<Stored, byte[]> bytes = new HashMap<>();
        for (Made view : views) {
            Stored each =
                    new Stored(
                            view.axes(),
                            view.rows(),
                            view.room(),
                            stored.size(),
                            view.bytes().length);
            stored.add(each);
            bytes.put(each, view.bytes());
        }
        Directory before = new Directory(new TreeMap<>(), stored);
        views = Views.merge(before, each -> bytes.getOrDefault(each, new byte[0]), more, bounds);
    }

    private Table view(List<Axis> axes) {
        return views.stream()
                .filter(view -> view.axes().equals(axes))
                .map(view -> TableCodec.decode(view.bytes()))
                .findFirst()
                .orElseThrow();
    }

    private Map<Value, Long> calls(Axis axis) {
        return RandomTables.calls(view(List.of(axis)));
    }
}
