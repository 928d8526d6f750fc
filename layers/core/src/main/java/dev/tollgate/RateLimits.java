package dev.tollgate;

import dev.tollgate.api.ApiError;
import dev.tollgate.http.Headers;
import dev.tollgate.limits.Admission.Reason;
import dev.tollgate.limits.Admission.Refused;
import dev.tollgate.limits.Limit;
import dev.tollgate.limits.Limit.Measure;
import dev.tollgate.limits.Standing;
import dev.tollgate.usage.Money;
import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;

/// What callers are told of limits: `x-ratelimit-{limit,remaining,reset}-{requests,tokens}` as OpenAI names them, `-concurrent` and `-budget-usd`
/// in the same manner, each of the limit that has the least left; and refusals.
final class RateLimits {
    /// A refusal that lasts longer is not one that an SDK is to sit out.
    private static final Duration WORTH_WAITING = Duration.ofMinutes(1);

    private static final Headers NO_RETRY = Headers.of("x-should-retry", "false");

    private RateLimits() {}

    static Headers headers(List<Standing> standings) {
        return headers("requests", ofMeasure(Measure.RequestsPerMinute.class, standings))
                .with(headers("tokens", ofMeasure(Measure.TokensPerMinute.class, standings)))
                .with(headers("concurrent", ofMeasure(Measure.Concurrent.class, standings)))
                .with(headers("budget-usd", ofMeasure(Measure.Budget.class, standings)));
    }

    private static List<Standing> ofMeasure(
            Class<? extends Measure> measure, List<Standing> standings) {
        return standings.stream()
                .filter(standing -> measure.isInstance(standing.limit().measure()))
                .toList();
    }

    private static Headers headers(String what, List<Standing> standings) {
        return standings.stream()
                .min(
                        Comparator.comparingDouble(
                                standing -> (double) standing.remaining() / standing.max()))
                .map(least ->
                        Headers.of("x-ratelimit-limit-" + what, amount(least, least.max()))
                                .with(
                                        "x-ratelimit-remaining-" + what,
                                        amount(least, least.remaining()))
                                .with("x-ratelimit-reset-" + what, written(least.resetsIn())))
                .orElse(Headers.none());
    }

    private static String amount(Standing standing, long counted) {
        return standing.limit().measure() instanceof Measure.Budget
                ? Money.usd(counted)
                : Long.toString(counted);
    }

    /// `20ms`, `1.5s`, `90s`: what OpenAI's own resets look like, as `config.Durations` reads them.
    private static String written(Duration time) {
        long millis = time.toMillis();
        if (millis < 1_000) {
            return millis + "ms";
        }
        return millis % 1_000 == 0 ? millis / 1_000 + "s" : millis / 1_000.0 + "s";
    }

    static ApiError error(Refused refused) {
        Limit limit = refused.limit();
        if (refused.reason() == Reason.STORE_UNAVAILABLE) {
            return ApiError.unavailable(
                    "The limit '" + limit.name() + "' can't be checked right now.",
                    refused.retryAfter());
        }
        ApiError error =
                ApiError.tooMuch(type(limit), code(limit), message(refused))
                        .with(headers(List.of(refused.standing())));
        if (refused.reason() == Reason.TOO_LARGE) {
            return error.with(NO_RETRY);
        }
        ApiError later = error.with(ApiError.retryAfter(refused.retryAfter()));
        return refused.retryAfter().compareTo(WORTH_WAITING) <= 0 ? later : later.with(NO_RETRY);
    }

    private static String message(Refused refused) {
        Limit limit = refused.limit();
        String most =
                switch (limit.measure()) {
                    case Measure.RequestsPerMinute(long max) -> max + " requests per minute";
                    case Measure.TokensPerMinute(long max) -> max + " tokens per minute";
                    case Measure.Concurrent(long max) -> max + " calls at a time";
                    case Measure.Budget(long nanoUsd, Limit.Period per) ->
                            Money.usd(nanoUsd) + " USD per " + per.name().toLowerCase(Locale.ROOT);
                };
        return refused.reason() == Reason.TOO_LARGE
                ? "The limit '%s' of %s is smaller than what this call may use; set max_tokens, or ask for less."
                        .formatted(limit.name(), most)
                : "The limit '%s' of %s has no room for this call; try again in %s."
                        .formatted(limit.name(), most, written(refused.retryAfter()));
    }

    private static String type(Limit limit) {
        return switch (limit.measure()) {
            case Measure.RequestsPerMinute _, Measure.Concurrent _ -> "requests";
            case Measure.TokensPerMinute _ -> "tokens";
            case Measure.Budget _ -> "insufficient_quota";
        };
    }

    private static String code(Limit limit) {
        return limit.measure() instanceof Measure.Budget
                ? "budget_exceeded"
                : "rate_limit_exceeded";
    }
}
