package dev.tollgate.provider.wire;

import dev.tollgate.http.Headers;
import java.math.BigDecimal;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.util.Optional;

/// How long a provider asks us to wait: `retry-after-ms`, else `retry-after`, in seconds or as a date (RFC 9110).
///
/// A date is read against the reply's own `date`, so that the provider's clock need not agree with ours.
public final class RetryAfter {
    private static final BigDecimal LONGEST_SECONDS = BigDecimal.valueOf(86_400);

    private RetryAfter() {}

    public static Optional<Duration> of(Headers headers) {
        return headers.first("retry-after-ms")
                .flatMap(text -> number(text, "0.001"))
                .or(() -> headers.first("retry-after").flatMap(text -> number(text, "1")))
                .or(() -> untilDate(headers));
    }

    private static Optional<Duration> number(String text, String unitSeconds) {
        if (!text.strip().matches("\\d{1,9}(\\.\\d{1,12})?")) {
            return Optional.empty();
        }
        BigDecimal seconds = new BigDecimal(text.strip()).multiply(new BigDecimal(unitSeconds));
        return Optional.of(
                Duration.ofMillis(seconds.min(LONGEST_SECONDS).movePointRight(3).longValue()));
    }

    private static Optional<Duration> untilDate(Headers headers) {
        return headers.first("retry-after")
                .flatMap(RetryAfter::date)
                .flatMap(
                        then -> sentAt(headers).map(now -> Duration.between(now, then.toInstant())))
                .filter(wait -> !wait.isNegative());
    }

    /// What time it was where the reply was made.
    static Optional<Instant> sentAt(Headers headers) {
        return headers.first("date").flatMap(RetryAfter::date).map(ZonedDateTime::toInstant);
    }

    private static Optional<ZonedDateTime> date(String text) {
        try {
            return Optional.of(
                    ZonedDateTime.parse(text.strip(), DateTimeFormatter.RFC_1123_DATE_TIME));
        } catch (DateTimeException _) {
            return Optional.empty();
        }
    }
}
