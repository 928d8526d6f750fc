package dev.tollgate.function.bench;

import java.time.Duration;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/// A kind of request, as callers send it.
///
/// @param before what has been sent in this sandbox just before
/// @param pause how long nothing was sent after that
/// @param measured the one whose calls are counted
record Kind(String name, List<Ask> before, Duration pause, Ask measured) {
    private static final Duration USUAL = Duration.ofSeconds(1);

    /// The first one that a sandbox serves.
    static Kind first(String name, Ask measured) {
        return new Kind(name, List.of(), USUAL, measured);
    }

    /// One that is measured in a sandbox that has served the same alias before, for another question.
    static Kind of(String name, Ask measured) {
        return first(name, measured).after(1, Ask.of(measured.alias, "warm up"));
    }

    /// The same, where this has been sent, too.
    Kind after(int times, Ask ask) {
        List<Ask> all =
                Stream.concat(before.stream(), Collections.nCopies(times, ask).stream()).toList();
        return new Kind(name, all, pause, measured);
    }

    /// The same after a longer pause.
    Kind later(Duration longer) {
        return new Kind(name, before, longer, measured);
    }

    /// One request.
    ///
    /// @param headers beside the key
    record Ask(String alias, String text, Map<String, String> headers) {
        static Ask of(String alias, String text) {
            return new Ask(alias, text, Map.of());
        }

        Ask once(String idempotencyKey) {
            return new Ask(alias, text, Map.of("idempotency-key", idempotencyKey));
        }
    }
}
