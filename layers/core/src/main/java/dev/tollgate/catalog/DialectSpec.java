package dev.tollgate.catalog;

import java.util.Collections;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Predicate;

/// What a catalogue has to say of a provider that speaks a certain dialect, beside what it says of every provider.
///
/// @param settings by key
/// @param vendor whose prices and habits hold for every provider that speaks it; empty if many hosts do
/// @param homes the vendors whose address is known, so that `baseUrl` may be left out
public record DialectSpec(
        SortedMap<String, Setting> settings, Optional<String> vendor, Set<String> homes) {
    /// A dialect with one host of the same name, and nothing to set.
    public static DialectSpec plain(String name) {
        return of(name, Map.of());
    }

    public DialectSpec {
        settings = Collections.unmodifiableSortedMap(new TreeMap<>(settings));
        homes = Set.copyOf(homes);
    }

    /// A dialect that one vendor speaks.
    public static DialectSpec of(String vendor, Map<String, Setting> settings) {
        return new DialectSpec(new TreeMap<>(settings), Optional.of(vendor), Set.of(vendor));
    }

    /// The same dialect, spoken at addresses that only the catalogue knows.
    public DialectSpec homeless() {
        return new DialectSpec(settings, vendor, Set.of());
    }

    /// The vendor of a provider that does not say: the only one, or the one of its name. A name that nobody is known by never stands for somebody else.
    String vendorOf(String provider) {
        return vendor.orElse(provider);
    }

    /// @param required whether a provider can't do without it
    /// @param fits whether a text can be its value
    /// @param form what such a text looks like, for people
    public record Setting(boolean required, Predicate<String> fits, String form) {}
}
