package dev.tollgate.limits;

import java.util.Collections;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/// Whose calls a limit counts.
///
/// A dimension is `key`, `team`, `alias`, `provider`, or the name of a tag (`tag:team` for a tag that bears one of these names).
///
/// @param each counted apart for every value of this dimension; empty: all together. Calls without the tag are counted together, so that leaving a
///     tag out is no way around. Values of tags are counted apart for each team: no team can use up another's.
/// @param match only calls that have these values
public record Scope(Optional<String> each, SortedMap<String, String> match) {
    public static final String KEY = "key";
    public static final String TEAM = "team";
    public static final String ALIAS = "alias";
    public static final String PROVIDER = "provider";

    public Scope {
        match = Collections.unmodifiableSortedMap(new TreeMap<>(match));
    }

    /// Whether another alias would be counted apart, or not at all.
    public boolean namesAlias() {
        return each.filter(ALIAS::equals).isPresent() || match.containsKey(ALIAS);
    }

    /// Whether it can't be told before a target is chosen if a call counts.
    public boolean namesProvider() {
        return each.filter(PROVIDER::equals).isPresent() || match.containsKey(PROVIDER);
    }
}
