package dev.tollgate.audit;

import java.time.Duration;
import java.util.Map;
import java.util.Optional;

/// The catalogue's `logging`: how much is kept of which calls, for how long, and what is taken out of it before.
///
/// @param usual where nothing more specific is said
/// @param aliases by name
/// @param keys by the key's public id
/// @param least the least that a request itself may ask for
/// @param most the most that a request itself may ask for; not less
/// @param retain how long a payload can be read
public record LoggingRules(
        LogLevel usual,
        Map<String, LogLevel> aliases,
        Map<String, LogLevel> keys,
        LogLevel least,
        LogLevel most,
        Duration retain,
        Redaction redaction) {
    public static final Duration DEFAULT_RETAIN = Duration.ofDays(30);

    /// Nothing is kept, whatever a request asks for: nobody has said for how long, and what is to be taken out.
    public static final LoggingRules OFF =
            new LoggingRules(
                    LogLevel.NONE,
                    Map.of(),
                    Map.of(),
                    LogLevel.NONE,
                    LogLevel.NONE,
                    DEFAULT_RETAIN,
                    Redaction.NONE);

    public LoggingRules {
        aliases = Map.copyOf(aliases);
        keys = Map.copyOf(keys);
    }

    /// The level of a call. The most specific word holds: the request's own as far as it may go, the key's, the alias's, the usual.
    ///
    /// @param asked what the request says, if it says anything
    public LogLevel level(String alias, String keyId, Optional<LogLevel> asked) {
        return asked.map(level -> level.within(least, most))
                .orElseGet(() -> keys.getOrDefault(keyId, aliases.getOrDefault(alias, usual)));
    }
}
