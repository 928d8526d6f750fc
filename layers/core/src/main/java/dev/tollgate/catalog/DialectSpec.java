package dev.tollgate.catalog;

import java.util.Collections;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Predicate;

/// What a catalogue says of a provider that speaks a certain dialect, beside what it says of every provider.
///
/// @param settings by key
public record DialectSpec(SortedMap<String, Setting> settings) {
    public static final DialectSpec PLAIN = new DialectSpec(new TreeMap<>());

    public DialectSpec {
        settings = Collections.unmodifiableSortedMap(new TreeMap<>(settings));
    }

    public static DialectSpec with(Map<String, Setting> settings) {
        return new DialectSpec(new TreeMap<>(settings));
    }

    /// @param required whether a provider can't do without it
    /// @param fits whether a text can be its value
    /// @param form what such a text looks like, for people
    public record Setting(boolean required, Predicate<String> fits, String form) {}
}
