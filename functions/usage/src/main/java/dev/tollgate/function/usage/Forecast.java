package dev.tollgate.function.usage;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.tollgate.rollup.Dimension.Property;
import dev.tollgate.usage.Money;
import java.math.BigInteger;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.YearMonth;
import java.util.List;
import java.util.NavigableMap;
import java.util.TreeMap;

/// What a month will have cost at its end, if it goes on like the days before.
///
/// @param until the forecast looks from here
/// @param spentNanoUsd in the month, until then
/// @param days whole days of UTC that the mean is taken over, the last ones before `until`: at most [#DAYS], fewer if calls began later; 0 if it is taken over today so far
/// @param dailyNanoUsd their mean
/// @param left until the month's end
/// @param totalNanoUsd spent so far, and the mean for the time left
record Forecast(
        Instant until,
        long spentNanoUsd,
        int days,
        long dailyNanoUsd,
        Duration left,
        long totalNanoUsd) {
    static final int DAYS = 7;

    /// If there were calls in so many days before today, and none in the last ones, that is how it goes, and not how it began.
    static final int LOOKS_BACK_DAYS = 4 * DAYS;

    private static final long DAY_SECONDS = Duration.ofDays(1).toSeconds();

    /// A mean is never taken over less.
    private static final long LEAST_SECONDS = Duration.ofHours(1).toSeconds();

    /// @param now nothing is spent later
    static Forecast of(UsageQuery query, Account account, Instant now) {
        Instant until = query.period().to().isBefore(now) ? query.period().to() : now;
        Instant lastMoment = until.minusNanos(1);
        Instant month = Period.startOfMonth(lastMoment);
        Instant today = Period.startOfDay(until);
        Instant known = today.minus(Duration.ofDays(LOOKS_BACK_DAYS));
        Period period = new Period(month.isBefore(known) ? month : known, until).by(now);
        List<Group> groups =
                Group.of(
                        account.read(
                                period, Group.dimensions(List.of(Property.DAY), query.filters())),
                        List.of(Property.DAY),
                        query.filters());
        NavigableMap<LocalDate, Long> days = new TreeMap<>();
        for (Group group : groups) {
            LocalDate day = LocalDate.parse(group.values().getFirst().orElseThrow());
            days.merge(day, group.figures().nanoUsd(), Math::addExact);
        }
        return of(days, until, Period.day(month), Period.day(until));
    }

    /// @param days what each day cost
    private static Forecast of(
            NavigableMap<LocalDate, Long> days, Instant until, LocalDate month, LocalDate today) {
        NavigableMap<LocalDate, Long> week = days.subMap(today.minusDays(DAYS), true, today, false);
        int whole = daysKnown(days, week, today);
        long base = whole > 0 ? sum(week) : days.getOrDefault(today, 0L);
        long seconds =
                whole > 0
                        ? whole * DAY_SECONDS
                        : Math.max(
                                LEAST_SECONDS,
                                Duration.between(Period.startOfDay(until), until).toSeconds());
        Duration left = Duration.between(until, Period.endOfMonth(until.minusNanos(1)));
        long spent = sum(days.tailMap(month, true));
        return new Forecast(
                until,
                spent,
                whole,
                mean(base, DAY_SECONDS, seconds),
                left,
                Math.addExact(spent, mean(base, left.toSeconds(), seconds)));
    }

    /// Whole days for which it is known what they cost, [#DAYS] at most: from the first calls on, nothing is known as well.
    private static int daysKnown(
            NavigableMap<LocalDate, Long> days,
            NavigableMap<LocalDate, Long> week,
            LocalDate today) {
        if (!days.headMap(today.minusDays(DAYS), false).isEmpty()) {
            return DAYS;
        }
        return week.isEmpty() ? 0 : (int) (today.toEpochDay() - week.firstKey().toEpochDay());
    }

    private static long sum(NavigableMap<LocalDate, Long> days) {
        return days.values().stream().reduce(0L, Math::addExact);
    }

    private static long mean(long nanoUsd, long seconds, long of) {
        return Rounded.divide(
                BigInteger.valueOf(nanoUsd).multiply(BigInteger.valueOf(seconds)), of);
    }

    void write(ObjectNode json) {
        json.put("month", YearMonth.from(Period.day(until.minusNanos(1))).toString());
        json.put("until", until.toString());
        json.put("spent_nano_usd", spentNanoUsd).put("spent_usd", Money.usd(spentNanoUsd));
        json.put("days_averaged", days);
        json.put("daily_nano_usd", dailyNanoUsd).put("daily_usd", Money.usd(dailyNanoUsd));
        json.put("seconds_left", left.toSeconds());
        json.put("total_nano_usd", totalNanoUsd).put("total_usd", Money.usd(totalNanoUsd));
        json.put("method", method());
    }

    private String method() {
        String mean =
                days > 0
                        ? "the mean of the last " + days + " whole days"
                        : "the pace of today, as there is no whole day yet";
        return "spent since the month began, and " + mean + " for the time left; the same filters";
    }
}
