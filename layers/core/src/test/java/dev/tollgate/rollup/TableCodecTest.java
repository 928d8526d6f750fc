package dev.tollgate.rollup;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.tollgate.rollup.Dimension.Property;
import dev.tollgate.rollup.Projection.Choice;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

class TableCodecTest {
    @Test
    void a_table_comes_back_as_it_was() {
        for (int seed = 0; seed < 200; seed++) {
            Table table = new RandomTables(seed).cells(seed % 40);

            Table back = TableCodec.decode(TableCodec.encode(table));

            assertEquals(table.axes(), back.axes());
            assertEquals(RandomTables.rows(table), RandomTables.rows(back));
        }
    }

    @Test
    void what_is_added_from_bytes_is_what_is_added_from_the_table() {
        List<Axis> axes =
                List.of(
                        new Axis.Only(new Dimension.Tag("model")),
                        Axis.Group.TARGET,
                        new Axis.Only(Property.STATUS),
                        new Axis.Only(Property.DAY));
        Choice choice =
                new Choice(
                        Value.of(Property.DAY, "2026-11-23"),
                        hour -> hour.of(Property.HOUR).filter("a"::equals).isPresent(),
                        Set.of());
        for (int seed = 0; seed < 100; seed++) {
            Table table = new RandomTables(seed).cells(50);
            Table fromTable = new Table(axes);
            Table fromBytes = new Table(axes);

            fromTable.add(table, choice);
            TableCodec.addTo(fromBytes, TableCodec.encode(table), choice);

            assertEquals(RandomTables.rows(fromTable), RandomTables.rows(fromBytes));
            assertEquals(expected(table, axes), RandomTables.rows(fromBytes));
        }
    }

    /// The sums over rows of the hour `a`, made by hand.
    private static Map<List<Value>, Figures> expected(Table table, List<Axis> axes) {
        Map<List<Value>, Figures> sums = new HashMap<>();
        RandomTables.rows(table)
                .forEach((values, figures) -> {
                    Map<Dimension, String> all = new HashMap<>();
                    values.forEach(value -> all.putAll(value.parts()));
                    all.put(Property.DAY, "2026-11-23");
                    if ("a".equals(all.get(Property.HOUR))) {
                        List<Value> sum =
                                axes.stream()
                                        .map(axis -> {
                                            Map<Dimension, String> parts = new HashMap<>(all);
                                            parts.keySet().removeIf(each -> !axis.holds(each));
                                            return new Value(parts);
                                        })
                                        .toList();
                        sums.computeIfAbsent(sum, _ -> new Figures()).add(figures);
                    }
                });
        return sums;
    }

    @Test
    void values_that_no_row_has_are_not_stored() {
        Table table = new Table(List.of(Axis.Group.KEY));
        table.dictionary(0).number(Value.of(Property.KEY, "gone"));
        RandomTables.count(table, List.of(Value.of(Property.KEY, "there")), 1);

        byte[] bytes = TableCodec.encode(table);

        assertEquals(
                List.of(Value.of(Property.KEY, "there")),
                TableCodec.dictionaries(bytes).getFirst().values());
    }

    @Test
    void what_is_no_table_is_told() {
        byte[] bytes = TableCodec.encode(new RandomTables(3).cells(50));

        for (byte[] wrong : List.of(new byte[] {9, 1, 1}, Arrays.copyOf(bytes, 200))) {
            assertThrows(IllegalArgumentException.class, () -> TableCodec.decode(wrong));
        }
    }

    @Test
    void every_property_but_team_and_day_stands_on_one_axis() {
        for (Property property : Property.values()) {
            long axes = Table.CELL.stream().filter(axis -> axis.holds(property)).count();

            assertEquals(
                    property == Property.TEAM || property == Property.DAY ? 0 : 1,
                    axes,
                    property.written());
        }
    }

    @Test
    void every_dimension_is_found_by_the_name_it_is_stored_under() {
        for (String name : List.of("feature", "key", "tag:key", "tag:tag:x", "day")) {
            Dimension tag = new Dimension.Tag(name);

            assertEquals(tag, Dimension.named(Value.stored(tag)));
            assertEquals(tag, Dimension.named(tag.written()));
        }
        for (Property property : Property.values()) {
            assertEquals(property, Dimension.named(Value.stored(property)));
        }
    }
}
