package dev.tollgate.function.usage;

import dev.tollgate.api.ApiError;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalTime;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// The calls of a report: those that began from `from` on and before `to`.
record Period(Instant from, Instant to) {
    static final String FROM = "from";
    static final String TO = "to";

    /// The longest that one report covers: three months.
    static final Duration MAX = Duration.ofDays(92);

    /// Reads `from` and `to`; without them, this month in UTC until now.
    ///
    /// @throws ApiError 400 if they are no times, in the wrong order or too far apart
    static Period read(Map<String, List<String>> parameters, Instant now) {
        Instant month =
                now.atOffset(ZoneOffset.UTC)
                        .toLocalDate()
                        .withDayOfMonth(1)
                        .atStartOfDay()
                        .toInstant(ZoneOffset.UTC);
        Instant from = time(parameters, FROM).orElse(month);
        Instant to = time(parameters, TO).orElse(now);
        if (from.isAfter(to)) {
            throw UsageQuery.invalid(
                    FROM, "need from before to, got from %s, to %s".formatted(from, to));
        }
        if (Duration.between(from, to).compareTo(MAX) > 0) {
            throw UsageQuery.invalid(
                    FROM,
                    "need at most %d days, got from %s, to %s".formatted(MAX.toDays(), from, to));
        }
        return new Period(from, to);
    }

    /// The parts of this period that lie in one day of UTC each, in order.
    List<Period> days() {
        List<Period> days = new ArrayList<>();
        for (Instant start = from; start.isBefore(to); ) {
            Instant midnight = start.truncatedTo(ChronoUnit.DAYS).plus(Duration.ofDays(1));
            Instant end = midnight.isBefore(to) ? midnight : to;
            days.add(new Period(start, end));
            start = end;
        }
        return days;
    }

    private static Optional<Instant> time(Map<String, List<String>> parameters, String name) {
        List<String> given = parameters.getOrDefault(name, List.of());
        if (given.size() > 1) {
            throw UsageQuery.invalid(name, "need one time, got " + given.size());
        }
        return given.stream().findFirst().map(text -> instant(text.strip(), name));
    }

    /// A date is its beginning in UTC.
    private static Instant instant(String text, String name) {
        try {
            return text.contains("T")
                    ? OffsetDateTime.parse(text).toInstant()
                    : LocalDate.parse(text).atTime(LocalTime.MIN).toInstant(ZoneOffset.UTC);
        } catch (DateTimeException _) {
            throw UsageQuery.invalid(
                    name, "need a date or a time, such as 2026-11-01 or 2026-11-01T12:00:00Z");
        }
    }
}
