package dev.tollgate.testkit.badday;

import dev.tollgate.routing.Failure;
import dev.tollgate.routing.Failure.Kind;
import java.time.Duration;
import java.util.Optional;

/// What a provider does to one attempt.
sealed interface Weather {
    Weather FINE = new Slow(1);

    /// It answers, after so many times its usual time.
    record Slow(double times) implements Weather {}

    /// It answers with an error, quickly.
    record Refusing(Kind kind, int status, Optional<Duration> retryAfter) implements Weather {
        Failure failure() {
            return new Failure(
                    kind,
                    kind.remedy(),
                    status,
                    "the weather",
                    retryAfter,
                    new Failure.Words("plain", "no", new byte[0]));
        }
    }

    /// It takes the request and says nothing.
    record Silent() implements Weather {}

    /// The connection breaks before anything has come.
    record Reset() implements Weather {}

    /// The connection breaks after so many pieces of a stream, or that share of a whole answer.
    record Cut(int pieces) implements Weather {}

    /// It says nothing any more after so many pieces of a stream, or that share of a whole answer.
    record Stalled(int pieces) implements Weather {}

    static Weather refusing(Kind kind, int status) {
        return new Refusing(kind, status, Optional.empty());
    }

    static Weather refusing(Kind kind, int status, Duration retryAfter) {
        return new Refusing(kind, status, Optional.of(retryAfter));
    }

    static Weather unavailable() {
        return refusing(Kind.OVERLOADED, 503);
    }
}
