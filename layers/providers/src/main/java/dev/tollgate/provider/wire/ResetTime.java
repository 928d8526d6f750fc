package dev.tollgate.provider.wire;

import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// How long it takes until a limit is whole again, as a header says it: as a duration, in seconds, or as a time.
final class ResetTime {
    /// None is believed to be further away.
    static final Duration LONGEST = Duration.ofDays(1);

    private static final Pattern SECONDS = Pattern.compile("\\d{1,15}(?:\\.\\d{1,12})?");

    /// As Go writes durations, in which most of these hosts are written.
    private static final Pattern DURATION =
            Pattern.compile(
                    "(?:(\\d{1,6})d)?(?:(\\d{1,6})h)?(?:(\\d{1,6})m(?!s))?(?:(\\d{1,9}(?:\\.\\d{1,12})?)s)?(?:(\\d{1,9}(?:\\.\\d{1,12})?)ms)?");

    private static final double LONGEST_SECONDS = 86_400;
    private static final long FIRST_EPOCH_SECOND = 1_000_000_000L;
    private static final long FIRST_EPOCH_MILLI = 1_000_000_000_000L;

    private ResetTime() {}

    static Duration bounded(Duration reset) {
        return reset.compareTo(LONGEST) < 0 ? reset : LONGEST;
    }

    /// Empty if it is none of these.
    static Optional<Duration> in(String written, Instant now) {
        if (SECONDS.matcher(written).matches()) {
            return Optional.of(seconds(Double.parseDouble(written), now));
        }
        Matcher duration = DURATION.matcher(written);
        if (!written.isEmpty() && duration.matches()) {
            double seconds =
                    part(duration, 1) * 86_400
                            + part(duration, 2) * 3_600
                            + part(duration, 3) * 60
                            + part(duration, 4)
                            + part(duration, 5) / 1_000;
            return Optional.of(bounded(seconds));
        }
        try {
            return Optional.of(until(OffsetDateTime.parse(written).toInstant(), now));
        } catch (DateTimeException _) {
            return Optional.empty();
        }
    }

    /// So many of them, or the time in seconds or milliseconds since 1970.
    private static Duration seconds(double number, Instant now) {
        if (number >= FIRST_EPOCH_MILLI) {
            return until(Instant.ofEpochMilli((long) number), now);
        }
        return number >= FIRST_EPOCH_SECOND
                ? until(Instant.ofEpochSecond((long) number), now)
                : bounded(number);
    }

    private static Duration until(Instant then, Instant now) {
        return then.isBefore(now) ? Duration.ZERO : Duration.between(now, then);
    }

    private static Duration bounded(double seconds) {
        return Duration.ofMillis(Math.round(Math.min(seconds, LONGEST_SECONDS) * 1_000));
    }

    private static double part(Matcher duration, int group) {
        return duration.group(group) == null ? 0 : Double.parseDouble(duration.group(group));
    }
}
