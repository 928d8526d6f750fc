package dev.tollgate.function.admin;

import dev.tollgate.api.ApiError;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.Optional;

/// Calls that began from `from` on and before `to`.
record Period(Instant from, Instant to) {
    /// As long as records are kept.
    static final Duration MAX = Duration.ofDays(400);

    private static final String TIME =
            "a date or a time, such as 2026-11-01 or 2026-11-01T12:00:00Z";

    /// Reads `from` and `to`; without them, this month in UTC until now.
    ///
    /// @throws ApiError 400 if they are no times, in the wrong order or too far apart
    static Period read(Body body, Instant now) {
        LocalDate today = LocalDate.ofInstant(now, ZoneOffset.UTC);
        Instant from = time(body, "from").orElseGet(() -> start(today.withDayOfMonth(1)));
        Instant to = time(body, "to").orElse(now);
        if (from.isAfter(to)) {
            throw Body.invalid("from", "from before to, got from %s, to %s".formatted(from, to));
        }
        if (Duration.between(from, to).compareTo(MAX) > 0) {
            throw Body.invalid("from", "at most " + MAX.toDays() + " days from here to 'to'");
        }
        return new Period(from, to);
    }

    private static Optional<Instant> time(Body body, String name) {
        return body.text(name, text -> parse(text).isPresent(), TIME).flatMap(Period::parse);
    }

    /// A date is its beginning in UTC.
    private static Optional<Instant> parse(String text) {
        try {
            return Optional.of(
                    text.contains("T")
                            ? OffsetDateTime.parse(text).toInstant()
                            : start(LocalDate.parse(text)));
        } catch (DateTimeException _) {
            return Optional.empty();
        }
    }

    private static Instant start(LocalDate day) {
        return day.atStartOfDay().toInstant(ZoneOffset.UTC);
    }
}
