package dev.tollgate;

import dev.tollgate.catalog.Routes.Route;
import dev.tollgate.http.Headers;
import dev.tollgate.ledger.Entry;
import dev.tollgate.routing.Answer;
import dev.tollgate.routing.Call;
import dev.tollgate.routing.Dropped;
import dev.tollgate.usage.Cost;
import dev.tollgate.usage.Money;

/// What a reply's headers tell of its call.
final class ReplyHeaders {
    static final Headers JSON = Headers.of("content-type", "application/json");

    /// `x-accel-buffering` asks proxies on the way not to hold events back.
    static final Headers EVENT_STREAM =
            Headers.of("content-type", "text/event-stream")
                    .with("cache-control", "no-cache")
                    .with("x-accel-buffering", "no");

    private ReplyHeaders() {}

    static Headers of(Route route, Call call, Entry entry) {
        return Headers.of("x-tollgate-alias", route.alias())
                .with("x-tollgate-target", entry.target().toString())
                .with("x-tollgate-attempts", Integer.toString(call.attempts().list().size()))
                .with("x-tollgate-fallbacks", Integer.toString(call.attempts().fallbacks()))
                .with("x-tollgate-cache", "bypass")
                .with("x-tollgate-overhead-ms", Long.toString(entry.overhead().toMillis()))
                .with("x-tollgate-version", Long.toString(route.version()));
    }

    /// What had no equal in the other language; there is no such header if everything had.
    static Headers dropped(Answer answer) {
        return answer.dropped().isEmpty()
                ? Headers.none()
                : Headers.of("x-tollgate-dropped", Dropped.names(answer.dropped()));
    }

    /// What the call cost, in USD; a call that can't be priced has no such header.
    static Headers cost(Entry entry) {
        return switch (entry.cost()) {
            case Cost.Priced(long nanoUsd, _) ->
                    Headers.of("x-tollgate-cost-usd", Money.usd(nanoUsd));
            case Cost.Unpriced() -> Headers.none();
        };
    }
}
