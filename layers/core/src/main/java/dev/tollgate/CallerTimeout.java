package dev.tollgate;

import dev.tollgate.api.ApiError;
import dev.tollgate.config.Durations;
import dev.tollgate.http.Headers;
import java.time.Duration;
import java.util.Optional;

/// How long a caller is willing to wait: `x-tollgate-timeout: 30s`, or a plain number of seconds.
final class CallerTimeout {
    private static final String HEADER = "x-tollgate-timeout";

    private CallerTimeout() {}

    /// @throws ApiError 400 if it is no duration, or none at all
    static Optional<Duration> of(Headers headers) {
        return headers.first(HEADER).map(CallerTimeout::parse);
    }

    private static Duration parse(String text) {
        String written = text.matches("[\\d.]+") ? text + "s" : text;
        return Durations.parse(written)
                .filter(Duration::isPositive)
                .orElseThrow(() ->
                        ApiError.badRequest(
                                "invalid_timeout",
                                HEADER + ": need a duration such as 30s or 500ms",
                                HEADER));
    }
}
