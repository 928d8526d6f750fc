package dev.tollgate.provider.wire;

import dev.tollgate.http.Headers;
import dev.tollgate.routing.Quota;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// What a reply's head says of the provider's own limits on us: a limit, what is left of it, and when it is whole again.
///
/// - OpenAI, Groq, Together: `x-ratelimit-{limit,remaining,reset}-{requests,tokens,...}`, with a reset such as `20ms`, `6m0s`, `17.39s`, or seconds
/// - Azure: the same, and `x-ratelimit-renewalperiod-*`. Its resets are milliseconds in some regions and seconds in others, so they are not read
/// - Anthropic: `anthropic-ratelimit-{requests,tokens,input-tokens,output-tokens}-{limit,remaining,reset}`, with a time (RFC 3339)
/// - Mistral: `x-ratelimit-{limit,remaining}-{req,tokens}-{minute,month,10-second}` without a reset; xAI without that, too
///
/// What is no number, or negative as Azure's `-1`, is as good as not there. Sources: PROVIDERS.md 2.3, and recorded replies of all of these.
public final class QuotaHeaders {
    /// What limits are per where nobody says it.
    static final Duration USUAL_PERIOD = Duration.ofMinutes(1);

    /// Of one reply.
    static final int MAX_QUOTAS = 16;

    private static final Pattern ANTHROPIC = Pattern.compile("(anthropic-ratelimit-.+-)limit");
    private static final Pattern OTHERS = Pattern.compile("(x-ratelimit(?:bysize)?-)limit(-.+)?");
    private static final Pattern PERIOD =
            Pattern.compile(".*?(?:(\\d{1,4})-)?(second|minute|hour|day|month)");
    private static final Pattern COUNT = Pattern.compile("\\d{1,15}");

    private QuotaHeaders() {}

    /// Every quota of a reply, the one that is nearest to its end last.
    ///
    /// @param now for a reply that does not say what time it is where it comes from
    public static List<Quota> read(Headers headers, Instant now) {
        List<Quota> quotas = new ArrayList<>();
        headers.forEach((name, value) -> {
            if (quotas.size() < MAX_QUOTAS) {
                names(name).flatMap(it -> it.quota(headers, value, now)).ifPresent(quotas::add);
            }
        });
        quotas.sort(Comparator.comparingDouble(QuotaHeaders::left).reversed());
        return quotas;
    }

    private static double left(Quota quota) {
        return (double) quota.remaining() / quota.limit();
    }

    private static Optional<Names> names(String name) {
        Matcher anthropic = ANTHROPIC.matcher(name);
        if (anthropic.matches()) {
            return Optional.of(new Names(anthropic.group(1), "", USUAL_PERIOD));
        }
        Matcher others = OTHERS.matcher(name);
        if (others.matches()) {
            String counted = others.group(2) == null ? "" : others.group(2);
            return Optional.of(new Names(others.group(1), counted, period(counted)));
        }
        return Optional.empty();
    }

    private static Duration period(String counted) {
        Matcher named = PERIOD.matcher(counted);
        if (!named.matches()) {
            return USUAL_PERIOD;
        }
        long times = named.group(1) == null ? 1 : Long.parseLong(named.group(1));
        return switch (named.group(2)) {
            case "second" -> Duration.ofSeconds(times);
            case "minute" -> Duration.ofMinutes(times);
            case "hour" -> Duration.ofHours(times);
            case "day" -> Duration.ofDays(times);
            default -> Duration.ofDays(30 * times);
        };
    }

    /// The headers of one quota: their names with `limit`, `remaining` and so on between two parts.
    ///
    /// @param period the longest until it is whole again, if nothing says it
    private record Names(String before, String after, Duration period) {

        Optional<Quota> quota(Headers headers, String written, Instant now) {
            OptionalLong limit = count(written);
            OptionalLong remaining = count(headers.first(name("remaining")).orElse(""));
            if (limit.isEmpty() || limit.getAsLong() == 0 || remaining.isEmpty()) {
                return Optional.empty();
            }
            long max = limit.getAsLong();
            long left = Math.min(remaining.getAsLong(), max);
            Duration reset =
                    refilled(headers, (double) (max - left) / max)
                            .or(() -> reset(headers, now))
                            .orElse(period);
            return Optional.of(new Quota(name("limit"), max, left, ResetTime.bounded(reset)));
        }

        private String name(String what) {
            return before + what + after;
        }

        /// Where a period is given, what was used of the limit comes back evenly in it.
        private Optional<Duration> refilled(Headers headers, double used) {
            return headers.first(name("renewalperiod"))
                    .map(QuotaHeaders::count)
                    .filter(OptionalLong::isPresent)
                    .map(seconds -> Math.min(seconds.getAsLong(), ResetTime.LONGEST.toSeconds()))
                    .map(seconds -> Duration.ofMillis((long) (seconds * 1_000 * used)));
        }

        private Optional<Duration> reset(Headers headers, Instant now) {
            Instant there = RetryAfter.sentAt(headers).orElse(now);
            return headers.first(name("reset")).flatMap(it -> ResetTime.in(it, there));
        }
    }

    private static OptionalLong count(String written) {
        return COUNT.matcher(written.strip()).matches()
                ? OptionalLong.of(Long.parseLong(written.strip()))
                : OptionalLong.empty();
    }
}
