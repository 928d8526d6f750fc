package dev.tollgate.cache;

import dev.tollgate.config.Durations;
import dev.tollgate.http.Headers;
import java.time.Duration;
import java.util.Optional;

/// What a call's `x-tollgate-cache` says.
record CacheHeader(boolean noCache, boolean noStore, Optional<Duration> ttl) {
    private static final String TTL = "ttl=";

    /// @throws InvalidHeader if it says something else
    static CacheHeader of(Headers headers) {
        CacheHeader all = new CacheHeader(false, false, Optional.empty());
        for (String line : headers.all(CacheUse.HEADER)) {
            for (String word : line.split(",", -1)) {
                all = all.with(word.strip());
            }
        }
        return all;
    }

    private CacheHeader with(String word) {
        return switch (word) {
            case "no-cache" -> new CacheHeader(true, noStore, ttl);
            case "no-store" -> new CacheHeader(noCache, true, ttl);
            default -> {
                if (!word.startsWith(TTL) || ttl.isPresent()) {
                    throw invalid();
                }
                yield new CacheHeader(noCache, noStore, Optional.of(time(word)));
            }
        };
    }

    private static Duration time(String word) {
        String written = word.substring(TTL.length());
        return Durations.parse(written.matches("\\d+") ? written + "s" : written)
                .filter(it -> it.compareTo(CacheUse.MIN_TTL) >= 0)
                .filter(it -> it.compareTo(CacheUse.MAX_TTL) <= 0)
                .orElseThrow(CacheHeader::invalid);
    }

    private static InvalidHeader invalid() {
        return new InvalidHeader(
                CacheUse.HEADER,
                "need no-cache, no-store, or one ttl from 1s to 30d such as ttl=60 or ttl=10m");
    }
}
