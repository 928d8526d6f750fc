package dev.tollgate.rollup;

import dev.tollgate.usage.TokenClass;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;

/// Tables of cells with all kinds of values and figures, the same ones for the same seed; and cells by hand.
final class RandomTables {
    private final Random random;

    RandomTables(long seed) {
        this.random = new Random(seed);
    }

    Table cells(int rows) {
        Table cells = new Table(Table.CELL);
        for (int row = 0; row < rows; row++) {
            Figures figures = at(cells, tuple());
            for (Measure measure : Measure.values()) {
                figures.add(measure, number());
            }
            for (TokenClass kind : TokenClass.values()) {
                figures.addTokens(kind, number());
                figures.addNanoUsd(kind, number());
            }
            for (int bucket = random.nextInt(6); bucket > 0; bucket--) {
                figures.latency().add(random.nextInt(1_100), 1 + random.nextInt(300));
                figures.timeToFirstToken().add(random.nextInt(1_100), -1);
            }
        }
        return cells;
    }

    private long number() {
        return switch (random.nextInt(4)) {
            case 0 -> random.nextLong() >> 8;
            case 1 -> random.nextInt(100) - 50;
            default -> 0;
        };
    }

    private List<Value> tuple() {
        List<Value> tuple = new ArrayList<>();
        for (Axis.Group axis : Axis.Group.values()) {
            Map<Dimension, String> parts = new HashMap<>();
            axis.properties().forEach(property -> parts.put(property, text()));
            for (int tag = axis == Axis.Group.TAGS ? random.nextInt(4) : 0; tag > 0; tag--) {
                parts.put(new Dimension.Tag(List.of("model", "tag:x", "ü").get(tag - 1)), text());
            }
            if (random.nextInt(3) > 0 && axis != Axis.Group.HOUR) {
                parts.remove(parts.keySet().stream().findFirst().orElse(Value.REST));
            }
            tuple.add(new Value(parts));
        }
        return tuple;
    }

    private String text() {
        return List.of("", "a", "(other)", "ü \u0000 東京", "2026-11-23T05:00Z")
                .get(random.nextInt(5));
    }

    /// A cell of an hour, with some tags.
    static List<Value> cell(int hour, String key, Map<String, String> tags) {
        Map<Dimension, String> parts = new HashMap<>();
        tags.forEach((name, text) -> parts.put(new Dimension.Tag(name), text));
        List<Value> tuple = new ArrayList<>();
        for (Axis.Group axis : Axis.Group.values()) {
            tuple.add(
                    switch (axis) {
                        case HOUR ->
                                Value.of(
                                        Dimension.Property.HOUR,
                                        "2026-11-23T%02d:00Z".formatted(hour));
                        case KEY -> Value.of(Dimension.Property.KEY, key);
                        case TAGS -> new Value(parts);
                        case ALIAS, TARGET, OUTCOME, CATALOG_VERSION -> Value.NONE;
                    });
        }
        return tuple;
    }

    static Figures at(Table table, List<Value> tuple) {
        int[] numbers = new int[tuple.size()];
        for (int axis = 0; axis < numbers.length; axis++) {
            numbers[axis] = table.dictionary(axis).number(tuple.get(axis));
        }
        return table.at(numbers);
    }

    static void count(Table table, List<Value> tuple, long calls) {
        at(table, tuple).add(Measure.CALLS, calls);
    }

    /// The figures of each row by its values.
    static Map<List<Value>, Figures> rows(Table table) {
        Map<List<Value>, Figures> rows = new HashMap<>();
        table.rows().forEach((row, figures) -> rows.put(table.values(row), figures));
        return rows;
    }

    /// The calls of each row of a table over one axis.
    static Map<Value, Long> calls(Table table) {
        Map<Value, Long> calls = new HashMap<>();
        rows(table)
                .forEach((values, figures) ->
                        calls.put(values.getFirst(), figures.of(Measure.CALLS)));
        return calls;
    }
}
