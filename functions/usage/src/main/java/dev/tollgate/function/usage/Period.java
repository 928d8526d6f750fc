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
import java.util.Optional;

/// The calls of a report: those that began from `from` on and before `to`.
record Period(Instant from, Instant to) {
    static final String FROM = "from";
    static final String TO = "to";

    /// The longest that one report covers: as long as records are kept.
    static final Duration MAX = Duration.ofDays(400);

    private static final Duration HOUR = Duration.ofHours(1);

    /// Reads `from` and `to`; without them, this month in UTC until now.
    ///
    /// @throws ApiError 400 if they are no times, in the wrong order or too far apart
    static Period read(Parameters parameters, Instant now) {
        return checked(
                FROM,
                TO,
                time(parameters, FROM).orElse(startOfMonth(now)),
                time(parameters, TO).orElse(now));
    }

    /// Reads a period that need not be given.
    static Optional<Period> read(Parameters parameters, String from, String to) {
        Optional<Instant> first = time(parameters, from);
        Optional<Instant> last = time(parameters, to);
        if (first.isPresent() != last.isPresent()) {
            throw Parameters.invalid(first.isPresent() ? to : from, "need both of them, or none");
        }
        return first.map(start -> checked(from, to, start, last.orElseThrow()));
    }

    /// @throws ApiError 400 if the times are in the wrong order or too far apart
    static Period checked(String fromName, String toName, Instant from, Instant to) {
        if (from.isAfter(to)) {
            throw Parameters.invalid(
                    fromName,
                    "need %s before %s, got %s, %s".formatted(fromName, toName, from, to));
        }
        if (Duration.between(from, to).compareTo(MAX) > 0) {
            throw Parameters.invalid(
                    fromName,
                    "need at most %d days, got %s to %s".formatted(MAX.toDays(), from, to));
        }
        return new Period(from, to);
    }

    /// This period until what may have been called by now: one that does not end before has all of the current hour, as nothing is later than now.
    Period by(Instant now) {
        Instant end = to.isBefore(now) ? to : now.truncatedTo(ChronoUnit.HOURS).plus(HOUR);
        return new Period(from.isAfter(end) ? end : from, end);
    }

    /// Its whole hours; empty if there are none.
    Optional<Period> hours() {
        Period inner = new Period(nextHour(from), to.truncatedTo(ChronoUnit.HOURS));
        return inner.from.isBefore(inner.to) ? Optional.of(inner) : Optional.empty();
    }

    /// What of it is in no whole hour: none, one or two parts.
    List<Period> ragged() {
        List<Period> parts = new ArrayList<>();
        Instant firstHour = nextHour(from);
        Instant lastHour = to.truncatedTo(ChronoUnit.HOURS);
        if (lastHour.isBefore(firstHour)) {
            parts.add(this);
        } else {
            parts.add(new Period(from, firstHour));
            parts.add(new Period(lastHour, to));
        }
        return parts.stream().filter(part -> part.from.isBefore(part.to)).toList();
    }

    /// The parts of this period that lie in one day of UTC each, in order.
    List<Period> days() {
        List<Period> days = new ArrayList<>();
        for (Instant start = from; start.isBefore(to); ) {
            Instant midnight = startOfDay(start).plus(Duration.ofDays(1));
            Instant end = midnight.isBefore(to) ? midnight : to;
            days.add(new Period(start, end));
            start = end;
        }
        return days;
    }

    static Instant startOfDay(Instant instant) {
        return instant.truncatedTo(ChronoUnit.DAYS);
    }

    static Instant startOfMonth(Instant instant) {
        return day(instant).withDayOfMonth(1).atStartOfDay().toInstant(ZoneOffset.UTC);
    }

    static Instant endOfMonth(Instant instant) {
        return day(instant)
                .withDayOfMonth(1)
                .plusMonths(1)
                .atStartOfDay()
                .toInstant(ZoneOffset.UTC);
    }

    static LocalDate day(Instant instant) {
        return LocalDate.ofInstant(instant, ZoneOffset.UTC);
    }

    private static Instant nextHour(Instant instant) {
        Instant hour = instant.truncatedTo(ChronoUnit.HOURS);
        return hour.equals(instant) ? hour : hour.plus(HOUR);
    }

    private static Optional<Instant> time(Parameters parameters, String name) {
        return parameters.one(name).map(text -> instant(text, name));
    }

    /// A date is its beginning in UTC.
    private static Instant instant(String text, String name) {
        try {
            return text.contains("T")
                    ? OffsetDateTime.parse(text).toInstant()
                    : LocalDate.parse(text).atTime(LocalTime.MIN).toInstant(ZoneOffset.UTC);
        } catch (DateTimeException _) {
            throw Parameters.invalid(
                    name, "need a date or a time, such as 2026-11-01 or 2026-11-01T12:00:00Z");
        }
    }
}
