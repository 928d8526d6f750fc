package dev.tollgate.rollup;

import dev.tollgate.rollup.Projection.Choice;
import dev.tollgate.rollup.Table.Row;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/// Tables as bytes, packed. Numbers as [ByteWriter] writes them, texts once and then by number:
///
/// ```
/// texts, axes (name, values (dimension, text)...)..., rows,
/// for each axis: each row's value,
/// columns (name, each row's number)..., those of zeros left out,
/// for each distribution: each row's number of buckets, all buckets (the first of a row, then steps), their counts
/// ```
///
/// Axes, dimensions and figures go by name, so that their order in this program is free.
final class TableCodec {
    private static final List<Function<Figures, Distribution>> DISTRIBUTIONS =
            List.of(Figures::latency, Figures::timeToFirstToken);

    private TableCodec() {}

    static byte[] encode(Table table) {
        Map<String, Integer> texts = new LinkedHashMap<>();
        ByteWriter body = new ByteWriter();
        List<Row> rows = table.rows().keySet().stream().sorted().toList();
        body.number(table.axes().size());
        List<int[]> numbers = new ArrayList<>();
        for (int axis = 0; axis < table.axes().size(); axis++) {
            body.number(number(texts, table.axes().get(axis).written()));
            numbers.add(values(body, texts, table.dictionary(axis), used(rows, axis)));
        }
        body.number(rows.size());
        for (int axis = 0; axis < table.axes().size(); axis++) {
            for (Row row : rows) {
                body.number(numbers.get(axis)[row.value(axis)]);
            }
        }
        List<Figures> figures = rows.stream().map(table.rows()::get).toList();
        columns(body, texts, figures);
        DISTRIBUTIONS.forEach(which -> distributions(body, figures.stream().map(which).toList()));

        ByteWriter whole = new ByteWriter();
        whole.number(texts.size());
        texts.keySet().forEach(whole::text);
        whole.raw(body.bytes());
        return Packed.pack(whole.bytes());
    }

    private static BitSet used(List<Row> rows, int axis) {
        BitSet used = new BitSet();
        rows.forEach(row -> used.set(row.value(axis)));
        return used;
    }

    /// Writes the values that rows have.
    ///
    /// @return their numbers in what is written, by their numbers in the dictionary
    private static int[] values(
            ByteWriter body, Map<String, Integer> texts, Dictionary dictionary, BitSet used) {
        int[] numbers = new int[dictionary.size()];
        body.number(used.cardinality());
        int next = 0;
        for (int value = used.nextSetBit(0); value >= 0; value = used.nextSetBit(value + 1)) {
            numbers[value] = next++;
            write(body, texts, dictionary.value(value));
        }
        return numbers;
    }

    private static void write(ByteWriter body, Map<String, Integer> texts, Value value) {
        body.number(value.parts().size());
        value.parts()
                .forEach((dimension, text) -> {
                    body.number(number(texts, Value.stored(dimension)));
                    body.number(number(texts, text));
                });
    }

    private static int number(Map<String, Integer> texts, String text) {
        return texts.computeIfAbsent(text, _ -> texts.size());
    }

    private static void columns(
            ByteWriter body, Map<String, Integer> texts, List<Figures> figures) {
        List<Column> used = Column.ALL.stream().filter(column -> isUsed(column, figures)).toList();
        body.number(used.size());
        for (Column column : used) {
            body.number(number(texts, column.name()));
            for (Figures row : figures) {
                body.signed(column.of().applyAsLong(row));
            }
        }
    }

    private static boolean isUsed(Column column, List<Figures> figures) {
        for (Figures row : figures) {
            if (column.of().applyAsLong(row) != 0) {
                return true;
            }
        }
        return false;
    }

    private static void distributions(ByteWriter body, List<Distribution> distributions) {
        distributions.forEach(each -> body.number(each.size()));
        for (Distribution each : distributions) {
            int before = 0;
            for (int place = 0; place < each.size(); place++) {
                body.signed(each.bucketAt(place) - before);
                before = each.bucketAt(place);
            }
        }
        for (Distribution each : distributions) {
            for (int place = 0; place < each.size(); place++) {
                body.signed(each.countAt(place));
            }
        }
    }

    /// The table that was encoded.
    static Table decode(byte[] bytes) {
        ByteReader in = new ByteReader(Packed.unpack(bytes));
        Header header = Header.read(in);
        Table table = new Table(header.axes);
        return read(in, header, table, Choice.ALL);
    }

    /// Adds what was encoded to a table, as far as it is chosen, without holding its rows.
    ///
    /// @throws IllegalArgumentException if it was not encoded by us
    static void addTo(Table into, byte[] bytes, Choice choice) {
        ByteReader in = new ByteReader(Packed.unpack(bytes));
        read(in, Header.read(in), into, choice);
    }

    /// The values that occur on each axis of what was encoded.
    static List<Dictionary> dictionaries(byte[] bytes) {
        return Header.read(new ByteReader(Packed.unpack(bytes))).dictionaries;
    }

    private static Table read(ByteReader in, Header header, Table into, Choice choice) {
        Projection projection = new Projection(header.axes, header.dictionaries, into, choice);
        int count = in.count();
        int width = header.axes.size();
        int[][] rows = new int[count][width];
        for (int axis = 0; axis < width; axis++) {
            for (int row = 0; row < count; row++) {
                rows[row][axis] = in.count();
            }
        }
        @Nullable Figures[] figures = new Figures[count];
        for (int row = 0; row < count; row++) {
            int[] values = projection.of(rows[row]);
            figures[row] = values == null ? null : into.at(values);
        }
        for (int column = in.count(); column > 0; column--) {
            Column name = Column.named(header.text(in));
            for (int row = 0; row < count; row++) {
                long more = in.signed();
                Figures target = figures[row];
                if (target != null && more != 0) {
                    name.add().accept(target, more);
                }
            }
        }
        for (Function<Figures, Distribution> which : DISTRIBUTIONS) {
            distributions(in, figures, which);
        }
        return into;
    }

    private static void distributions(
            ByteReader in, @Nullable Figures[] figures, Function<Figures, Distribution> which) {
        int[] sizes = new int[figures.length];
        int all = 0;
        for (int row = 0; row < sizes.length; row++) {
            sizes[row] = in.count();
            all += sizes[row];
        }
        int[] buckets = new int[all];
        int at = 0;
        for (int size : sizes) {
            int bucket = 0;
            for (int i = 0; i < size; i++) {
                bucket += (int) in.signed();
                buckets[at++] = bucket;
            }
        }
        at = 0;
        for (int row = 0; row < sizes.length; row++) {
            Figures target = figures[row];
            for (int i = 0; i < sizes[row]; i++) {
                long times = in.signed();
                int bucket = buckets[at++];
                if (target != null) {
                    which.apply(target).add(bucket, times);
                }
            }
        }
    }

    /// What stands before the rows.
    private record Header(List<String> texts, List<Axis> axes, List<Dictionary> dictionaries) {
        static Header read(ByteReader in) {
            List<String> texts = new ArrayList<>();
            for (int text = in.count(); text > 0; text--) {
                texts.add(in.text());
            }
            Map<Integer, Dimension> dimensions = new HashMap<>();
            List<Axis> axes = new ArrayList<>();
            List<Dictionary> dictionaries = new ArrayList<>();
            for (int axis = in.count(); axis > 0; axis--) {
                axes.add(Axis.named(texts.get(in.count())));
                Dictionary dictionary = new Dictionary();
                for (int value = in.count(); value > 0; value--) {
                    Map<Dimension, String> parts = new HashMap<>();
                    for (int part = in.count(); part > 0; part--) {
                        int name = in.count();
                        Dimension dimension =
                                dimensions.computeIfAbsent(
                                        name, it -> Dimension.named(texts.get(it)));
                        parts.put(dimension, texts.get(in.count()));
                    }
                    dictionary.number(new Value(parts));
                }
                dictionaries.add(dictionary);
            }
            return new Header(texts, axes, dictionaries);
        }

        String text(ByteReader in) {
            return texts.get(in.count());
        }
    }
}
