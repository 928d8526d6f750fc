package dev.tollgate.limits;

import java.time.DayOfWeek;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.time.temporal.TemporalAdjusters;

/// One measure of one rule of the catalogue's `limits`.
///
/// @param name what people, errors and metrics call it: `limits[2].tokensPerMinute`
/// @param scope whose calls it counts, and which of them together
/// @param maxWait how long a call may wait for its turn; zero: not at all
/// @param lowHeadroom the share of the limit, from 0 to 1, that calls of low priority leave free
/// @param failOpen whether calls pass uncounted while the store does not answer
public record Limit(
        String name,
        Scope scope,
        Measure measure,
        Duration maxWait,
        Exceeded exceeded,
        double lowHeadroom,
        boolean failOpen) {

    /// The same for a call that is served by `alias` instead, as some limit wished. A limit that wishes the same counts it and lets it pass; one that would
    /// send it on to yet another alias refuses it.
    public Limit servedBy(String alias) {
        return switch (exceeded) {
            case Exceeded.DowngradeTo(String to) ->
                    with(to.equals(alias) ? new Exceeded.Warn() : new Exceeded.Reject());
            case Exceeded.Reject _, Exceeded.Warn _ -> this;
        };
    }

    private Limit with(Exceeded other) {
        return new Limit(name, scope, measure, maxWait, other, lowHeadroom, failOpen);
    }

    /// What is counted.
    public sealed interface Measure {
        record RequestsPerMinute(long max) implements Measure {}

        /// Input and output together.
        record TokensPerMinute(long max) implements Measure {}

        record Concurrent(long max) implements Measure {}

        /// @param nanoUsd 1e-9 USD, in each period (UTC)
        record Budget(long nanoUsd, Period per) implements Measure {}
    }

    /// Calendar periods in UTC; weeks begin on Monday.
    public enum Period {
        DAY,
        WEEK,
        MONTH;

        /// The first day of the period that this instant falls in.
        public LocalDate firstDay(Instant at) {
            LocalDate day = LocalDate.ofInstant(at, ZoneOffset.UTC);
            return switch (this) {
                case DAY -> day;
                case WEEK -> day.with(TemporalAdjusters.previousOrSame(DayOfWeek.MONDAY));
                case MONTH -> day.withDayOfMonth(1);
            };
        }

        /// When the next period begins.
        public Instant end(Instant at) {
            LocalDate first = firstDay(at);
            LocalDate next =
                    switch (this) {
                        case DAY -> first.plusDays(1);
                        case WEEK -> first.plusWeeks(1);
                        case MONTH -> first.plusMonths(1);
                    };
            return next.atStartOfDay(ZoneOffset.UTC).toInstant();
        }
    }

    /// What becomes of a call that the limit has no room for.
    public sealed interface Exceeded {
        record Reject() implements Exceeded {}

        /// It is served by another alias instead.
        record DowngradeTo(String alias) implements Exceeded {}

        /// It passes, and operators are told.
        record Warn() implements Exceeded {}
    }
}
