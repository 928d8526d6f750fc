package dev.tollgate.cache;

import java.util.Map;
import java.util.Optional;

/// The catalogue's `cache`: what holds for all aliases, and what for some.
///
/// @param aliases by name; empty: switched off for that alias
public record CacheRules(Optional<CacheRule> usual, Map<String, Optional<CacheRule>> aliases) {
    public static final CacheRules OFF = new CacheRules(Optional.empty(), Map.of());

    public CacheRules {
        aliases = Map.copyOf(aliases);
    }

    public Optional<CacheRule> of(String alias) {
        return aliases.getOrDefault(alias, usual);
    }
}
