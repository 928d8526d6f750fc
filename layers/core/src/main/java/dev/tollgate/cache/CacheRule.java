package dev.tollgate.cache;

import java.time.Duration;

/// How answers of an alias are kept.
///
/// @param ttl how long an answer is fresh
/// @param staleFor how long after that it is still there for an alias that degrades to stale answers
/// @param coalesce whether identical calls that are under way in one sandbox share one call upstream
public record CacheRule(Duration ttl, Duration staleFor, boolean coalesce) {}
