package dev.tollgate.usage;

import java.time.LocalDate;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/// Prices by vendor and model. An exact model id beats a prefix, a longer prefix a shorter one.
public final class PriceList {
    private static final PriceList EMPTY = new PriceList("none", List.of());

    private final String version;
    private final Map<String, List<Row>> byVendor;

    public PriceList(String version, List<Row> rows) {
        this.version = version;
        Map<String, List<Row>> grouped = new HashMap<>();
        for (Row row : rows) {
            grouped.merge(row.vendor(), List.of(row), PriceList::concat);
        }
        this.byVendor = Map.copyOf(grouped);
    }

    public static PriceList empty() {
        return EMPTY;
    }

    public String version() {
        return version;
    }

    public boolean knows(String vendor) {
        return byVendor.containsKey(vendor);
    }

    /// The price of a vendor's model on a day. Models compare without case.
    public Optional<Price> find(String vendor, String written, LocalDate day) {
        String model = written.toLowerCase(Locale.ROOT);
        return byVendor.getOrDefault(vendor, List.of()).stream()
                .filter(row -> row.price().validity().covers(day))
                .filter(row -> row.specificity(model) > 0)
                .max(Comparator.comparingInt(row -> row.specificity(model)))
                .map(Row::price);
    }

    private static List<Row> concat(List<Row> first, List<Row> second) {
        return Stream.concat(first.stream(), second.stream()).toList();
    }

    /// One price and the model ids that it covers.
    public record Row(String vendor, List<String> ids, List<String> prefixes, Price price) {
        public Row {
            ids = ids.stream().map(id -> id.toLowerCase(Locale.ROOT)).toList();
            prefixes = prefixes.stream().map(id -> id.toLowerCase(Locale.ROOT)).toList();
        }

        /// How closely the row names the model; 0 if it does not.
        int specificity(String model) {
            if (ids.contains(model)) {
                return Integer.MAX_VALUE;
            }
            return prefixes.stream()
                    .filter(model::startsWith)
                    .mapToInt(String::length)
                    .max()
                    .orElse(0);
        }
    }
}
