package dev.tollgate.config;

import java.math.BigDecimal;
import java.time.Duration;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// The written form of a duration, in the catalogue and in headers: `250ms`, `30s`, `1.5s`, `10m`, `1h`, `30d`.
public final class Durations {
    private static final Pattern WRITTEN =
            Pattern.compile("(\\d{1,9}(?:\\.\\d{1,3})?)(ms|s|m|h|d)");

    private Durations() {}

    /// The duration, or empty if the text is none.
    public static Optional<Duration> parse(String text) {
        Matcher written = WRITTEN.matcher(text.strip());
        if (!written.matches()) {
            return Optional.empty();
        }
        BigDecimal amount = new BigDecimal(written.group(1));
        long unitMillis =
                switch (written.group(2)) {
                    case "ms" -> 1;
                    case "s" -> 1_000;
                    case "m" -> 60_000;
                    case "h" -> 3_600_000;
                    default -> 86_400_000;
                };
        return Optional.of(
                Duration.ofMillis(amount.multiply(BigDecimal.valueOf(unitMillis)).longValue()));
    }
}
