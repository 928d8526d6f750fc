package dev.tollgate;

import dev.tollgate.cache.CacheUse;
import dev.tollgate.http.Headers;
import dev.tollgate.ledger.Entry;
import dev.tollgate.ledger.LedgerRecord.Source;
import dev.tollgate.routing.Answer;
import dev.tollgate.routing.Attempts;
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

    static Headers of(Visit visit) {
        Attempts attempts = visit.attempts();
        Entry entry = visit.entry();
        return Headers.of("x-tollgate-alias", entry.alias())
                .with("x-tollgate-target", entry.target().toString())
                .with("x-tollgate-attempts", Integer.toString(attempts.list().size()))
                .with("x-tollgate-fallbacks", Integer.toString(attempts.fallbacks()))
                .with("x-tollgate-overhead-ms", Long.toString(entry.overhead().toMillis()))
                .with("x-tollgate-version", Long.toString(visit.order().route().version()))
                .with(RateLimits.headers(visit.standings()))
                .with(kept(visit))
                .with(
                        entry.degraded()
                                .map(how -> Headers.of("x-tollgate-degraded", how))
                                .orElse(Headers.none()));
    }

    /// Where the answer came from, and its age in seconds if it was kept.
    private static Headers kept(Visit visit) {
        String use =
                switch (visit.entry().source()) {
                    case CACHE, SHARED -> "hit";
                    case STALE_CACHE -> "stale";
                    case REPLAY, MESSAGE -> "bypass";
                    case PROVIDER ->
                            visit.order().cached().filter(CacheUse.Use::read).isPresent()
                                    ? "miss"
                                    : "bypass";
                };
        Headers headers = Headers.of("x-tollgate-cache", use);
        if (visit.entry().source() == Source.REPLAY) {
            headers = headers.with("idempotent-replayed", "true");
        }
        return headers.with(
                visit.keeping()
                        .age()
                        .map(age -> Headers.of("age", Long.toString(age.toSeconds())))
                        .orElse(Headers.none()));
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
            case Cost.Priced(long nanoUsd, _, _) ->
                    Headers.of("x-tollgate-cost-usd", Money.usd(nanoUsd));
            case Cost.Unpriced() -> Headers.none();
        };
    }
}
