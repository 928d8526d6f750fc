package dev.tollgate.http;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.BiConsumer;

/// HTTP header fields: names compare without case, values keep their order. Immutable.
public final class Headers {
    private static final Headers NONE = new Headers(Map.of());

    private final Map<String, List<String>> fields;

    private Headers(Map<String, List<String>> fields) {
        this.fields = fields;
    }

    public static Headers none() {
        return NONE;
    }

    public static Headers of(String name, String value) {
        return NONE.with(name, value);
    }

    /// Copies a map of names to values; names that differ only in case are joined.
    public static Headers copyOf(Map<String, ? extends List<String>> source) {
        Map<String, List<String>> joined = new TreeMap<>();
        source.forEach((name, values) ->
                joined.computeIfAbsent(lower(name), _ -> new ArrayList<>()).addAll(values));
        joined.replaceAll((_, values) -> List.copyOf(values));
        return new Headers(joined);
    }

    /// The first value of a field.
    public Optional<String> first(String name) {
        return all(name).stream().findFirst();
    }

    public List<String> all(String name) {
        return fields.getOrDefault(lower(name), List.of());
    }

    /// These headers with the field set to the one value given.
    public Headers with(String name, String value) {
        Map<String, List<String>> changed = new TreeMap<>(fields);
        changed.put(lower(name), List.of(value));
        return new Headers(changed);
    }

    /// These headers, each field of `other` replacing the one of its name.
    public Headers with(Headers other) {
        Map<String, List<String>> changed = new TreeMap<>(fields);
        changed.putAll(other.fields);
        return new Headers(changed);
    }

    /// Of these headers, those that are named.
    public Headers only(Collection<String> names) {
        Map<String, List<String>> kept = new TreeMap<>(fields);
        kept.keySet().retainAll(names.stream().map(Headers::lower).toList());
        return new Headers(kept);
    }

    public void forEach(BiConsumer<String, String> action) {
        fields.forEach((name, values) -> values.forEach(value -> action.accept(name, value)));
    }

    /// Names only: a value may be a key.
    @Override
    public String toString() {
        return "Headers" + fields.keySet();
    }

    private static String lower(String name) {
        return name.toLowerCase(Locale.ROOT);
    }
}
