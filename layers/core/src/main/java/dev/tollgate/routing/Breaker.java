package dev.tollgate.routing;

import dev.tollgate.routing.BreakerStore.Counts;
import dev.tollgate.routing.BreakerStore.Opening;
import dev.tollgate.routing.BreakerStore.State;
import dev.tollgate.routing.Failure.Kind;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/// What this sandbox knows of one target: what it has seen itself, and what others have told. It asks nobody, and no method waits.
final class Breaker {
    private final BreakerPolicy policy;

    private final Tally own = new Tally();
    private Kind lastFailure = Kind.SERVER_ERROR;
    private Counts unreported = Counts.NONE;
    private Instant countedAt = Instant.MIN;
    private Counts shared = Counts.NONE;
    private Instant sharedAt = Instant.MIN;
    private Instant exchangedAt = Instant.MIN;
    private Instant reportedAt = Instant.MIN;

    private Optional<Opening> opening = Optional.empty();
    private boolean told;

    /// Counts what has been decided here, and what has been told of it, so that what the store said before is not taken for newer.
    private long version;

    private int telling;

    private Instant leasedUntil = Instant.MIN;
    private Instant askAgainAt = Instant.MIN;
    private boolean asking;
    private boolean probing;

    Breaker(BreakerPolicy policy) {
        this.policy = policy;
    }

    synchronized Standing standing(Instant now) {
        return opening.filter(it -> !it.isForgotten(now))
                .<Standing>map(it ->
                        it.holds(now)
                                ? new Standing.Open(it, Duration.between(now, it.until()))
                                : new Standing.HalfOpen(it))
                .orElse(Standing.CLOSED);
    }

    /// Whether the store is to be asked for the probe now, by this thread: then [#answered] is called.
    synchronized boolean asks(Instant now) {
        boolean asks =
                standing(now) instanceof Standing.HalfOpen
                        && !asking
                        && !now.isBefore(leasedUntil)
                        && !now.isBefore(askAgainAt);
        asking |= asks;
        return asks;
    }

    /// What the store said. Whoever has not got the probe looks again for what has become of it a little later.
    synchronized void answered(boolean got, Instant now) {
        asking = false;
        if (got) {
            leasedUntil = now.plus(policy.lease());
            probing = false;
        } else {
            askAgainAt = now.plus(policy.refresh());
            exchangedAt = Instant.MIN;
        }
    }

    synchronized boolean hasProbe(Instant now) {
        return now.isBefore(leasedUntil) && !probing;
    }

    /// Takes this sandbox's probe.
    synchronized boolean takesProbe(Instant now) {
        boolean takes = standing(now) instanceof Standing.HalfOpen && hasProbe(now);
        probing |= takes;
        return takes;
    }

    /// A call has ended.
    ///
    /// @param probe whether it was the probe
    /// @return what the others must know
    synchronized Optional<News> ended(boolean probe, Verdict verdict, Instant now) {
        if (probe) {
            return probed(verdict, now);
        }
        return switch (verdict) {
            case Verdict.Well _ -> {
                count(new Counts(1, 0), now);
                yield Optional.empty();
            }
            case Verdict.Failed(Kind kind) -> {
                lastFailure = kind;
                count(new Counts(1, 1), now);
                yield openIfTooMany(now);
            }
            case Verdict.Refused(Kind kind) ->
                    standing(now) instanceof Standing.Closed
                            ? open(kind, 1, now)
                            : Optional.empty();
            case Verdict.Spoke _, Verdict.Unknown _ -> Optional.empty();
        };
    }

    private Optional<News> probed(Verdict verdict, Instant now) {
        probing = false;
        int streak = opening.map(Opening::streak).orElse(0) + 1;
        return switch (verdict) {
            case Verdict.Well _, Verdict.Spoke _ -> {
                forget();
                yield Optional.of(news(new News.Closed()));
            }
            case Verdict.Failed(Kind kind) -> open(kind, streak, now);
            case Verdict.Refused(Kind kind) -> open(kind, streak, now);
            case Verdict.Unknown _ -> Optional.empty();
        };
    }

    /// An answer that was counted as good has turned out not to be.
    synchronized Optional<News> cut(Kind kind, Instant now) {
        lastFailure = kind;
        count(new Counts(0, 1), now);
        return openIfTooMany(now);
    }

    /// The target asked to be left alone until then.
    ///
    /// @return what the others must know: nothing if it is over before they would look, or if they know about as much
    synchronized Optional<News> cool(Instant until, Instant now) {
        Optional<Opening> before = opening.filter(it -> it.holds(now));
        if (!until.isAfter(before.map(Opening::until).orElse(now))) {
            return Optional.empty();
        }
        boolean known = told && before.isPresent();
        opening = Optional.of(Opening.cooldown(until));
        Instant theirs = known ? before.get().until() : now;
        if (until.isBefore(theirs.plus(policy.refresh()))) {
            told = known;
            return Optional.empty();
        }
        return opening.map(it -> news(new News.Opened(it)));
    }

    /// The store knows of the last news, or did not answer.
    synchronized void told(boolean heard) {
        told = heard;
        telling--;
        version++;
    }

    private News news(News news) {
        told = false;
        telling++;
        version++;
        return news;
    }

    /// Whether it is time to hear from the others again; then it will have been.
    synchronized boolean isDue(Instant now) {
        return exchangedAt.equals(Instant.MIN) || !now.isBefore(exchangedAt.plus(policy.refresh()));
    }

    /// What to tell the others now, if anything: soon while something fails anywhere, or else once in a window.
    synchronized Exchange exchange(Instant now) {
        exchangedAt = now;
        dropOldNews(now);
        boolean trouble =
                own.recent(now).failures() > 0
                        || shared.failures() > 0
                        || !(standing(now) instanceof Standing.Closed);
        Duration rhythm = trouble ? policy.refresh() : BreakerStore.WINDOW;
        boolean reports =
                !unreported.isNone()
                        && (reportedAt.equals(Instant.MIN)
                                || !now.isBefore(reportedAt.plus(rhythm)));
        Counts report = reports ? unreported : Counts.NONE;
        if (reports) {
            reportedAt = now;
            unreported = Counts.NONE;
        }
        return new Exchange(report, version);
    }

    /// What the store said in an exchange. What it says of an opening counts only if nothing was decided or told here since it was asked.
    ///
    /// @return what the others must know
    synchronized Optional<News> heard(State state, Exchange asked, Instant now) {
        shared = state.recent();
        sharedAt = now;
        if (version == asked.version() && telling == 0) {
            Optional<Opening> theirs =
                    state.opening().filter(it -> !it.isForgotten(now)).map(it -> cut(it, now));
            if (theirs.isPresent()) {
                boolean newer =
                        opening.filter(it -> !it.until().isBefore(theirs.get().until())).isEmpty();
                opening = newer ? theirs : opening;
                told = true;
            } else if (opening.isPresent() && !probing && (told || !opening.get().holds(now))) {
                forget();
            }
        }
        return own.recent(now).failures() > 0 ? openIfTooMany(now) : Optional.empty();
    }

    /// By our clock, an opening lasts no longer than it can be meant to, whatever the clock said of the sandbox that opened it.
    private Opening cut(Opening it, Instant now) {
        Instant latest = now.plus(policy.longest(it));
        return it.until().isAfter(latest) ? new Opening(latest, it.cause(), it.streak()) : it;
    }

    private void count(Counts counts, Instant now) {
        own.add(counts, now);
        dropOldNews(now);
        unreported = unreported.plus(counts);
        countedAt = now;
    }

    /// What was not reported for a whole window is not what happens now.
    private void dropOldNews(Instant now) {
        if (!unreported.isNone() && !now.isBefore(countedAt.plus(BreakerStore.WINDOW))) {
            unreported = Counts.NONE;
        }
    }

    private Optional<News> openIfTooMany(Instant now) {
        boolean fresh =
                !sharedAt.equals(Instant.MIN) && now.isBefore(sharedAt.plus(BreakerStore.WINDOW));
        boolean tooMany =
                policy.tooMany(own.recent(now))
                        || (fresh && policy.tooMany(shared.plus(unreported)));
        return tooMany && standing(now) instanceof Standing.Closed
                ? open(lastFailure, 1, now)
                : Optional.empty();
    }

    private Optional<News> open(Kind cause, int streak, Instant now) {
        opening = Optional.of(new Opening(now.plus(policy.pause(cause, streak)), cause, streak));
        leasedUntil = Instant.MIN;
        askAgainAt = Instant.MIN;
        return opening.map(it -> news(new News.Opened(it)));
    }

    private void forget() {
        opening = Optional.empty();
        leasedUntil = Instant.MIN;
        askAgainAt = Instant.MIN;
        own.clear();
        unreported = Counts.NONE;
        shared = Counts.NONE;
    }

    /// How a target stands.
    sealed interface Standing {
        Closed CLOSED = new Closed();

        record Closed() implements Standing {}

        /// Nobody is sent there.
        record Open(Opening opening, Duration left) implements Standing {}

        /// One probe is sent there.
        record HalfOpen(Opening opening) implements Standing {}
    }

    /// What a call's end says of its target.
    sealed interface Verdict {
        /// It answered.
        record Well() implements Verdict {}

        /// It spoke, but of the call's own fault.
        record Spoke() implements Verdict {}

        /// It failed by its own fault.
        record Failed(Kind kind) implements Verdict {}

        /// It wants nothing of us, whatever we send.
        record Refused(Kind kind) implements Verdict {}

        /// Nothing.
        record Unknown() implements Verdict {}
    }

    /// What the others must know.
    sealed interface News {
        record Opened(Opening opening) implements News {}

        record Closed() implements News {}
    }

    /// @param report nothing: then the others are only heard
    record Exchange(Counts report, long version) {}
}
