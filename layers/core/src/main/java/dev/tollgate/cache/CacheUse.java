package dev.tollgate.cache;

import dev.tollgate.http.Headers;
import java.time.Duration;
import java.util.Optional;

/// What a call makes of the cache, by its alias's rule and its own header:
/// `x-tollgate-cache: no-cache | no-store | ttl=60 | ttl=10m`, several parted by commas.
public sealed interface CacheUse {
    String HEADER = "x-tollgate-cache";

    Duration MIN_TTL = Duration.ofSeconds(1);
    Duration MAX_TTL = Duration.ofDays(30);

    /// Nothing: no kept answer is given, and none is kept.
    record Bypass() implements CacheUse {}

    /// The answer is kept.
    ///
    /// @param read whether a kept one will do
    /// @param ttl how old that may be, and how long this one is fresh
    /// @param staleFor how long it is there after that
    /// @param coalesce whether to share the call of somebody who asks the same right now
    record Use(boolean read, Duration ttl, Duration staleFor, boolean coalesce)
            implements CacheUse {}

    /// @param rule of the alias; a call's own `ttl` works without one
    /// @throws InvalidHeader if the header is not as above, or its time not between [#MIN_TTL] and [#MAX_TTL]
    static CacheUse of(Optional<CacheRule> rule, Headers headers) {
        CacheHeader wish = CacheHeader.of(headers);
        Optional<Duration> ttl = wish.ttl().or(() -> rule.map(CacheRule::ttl));
        if (wish.noStore() || ttl.isEmpty()) {
            return new Bypass();
        }
        return new Use(
                !wish.noCache(),
                ttl.get(),
                rule.map(CacheRule::staleFor).orElse(Duration.ZERO),
                !wish.noCache() && rule.map(CacheRule::coalesce).orElse(false));
    }
}
