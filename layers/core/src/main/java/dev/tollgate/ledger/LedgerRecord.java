package dev.tollgate.ledger;

import dev.tollgate.api.Tags;
import dev.tollgate.routing.Attempt;
import dev.tollgate.routing.Call.Operation;
import dev.tollgate.routing.Failure;
import dev.tollgate.routing.Target;
import dev.tollgate.usage.Cost;
import dev.tollgate.usage.Usage;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/// One call, as the ledger keeps it: written before the first attempt, settled once.
///
/// @param team the tenant whose call it is
/// @param keyId the virtual key's public id
/// @param catalogVersion the catalogue that routed it
/// @param expected what it will probably use; empty once it is settled
/// @param settlement empty while the call is pending
public record LedgerRecord(
        String id,
        Instant startedAt,
        String team,
        String keyId,
        String alias,
        Operation operation,
        boolean streamed,
        Target firstTarget,
        long catalogVersion,
        Tags tags,
        Optional<Expected> expected,
        Optional<Settlement> settlement) {

    /// What a call will probably use, and cost at its first target: by this it is settled if nobody ever tells its end.
    public record Expected(Usage usage, Cost cost) {}

    /// What the call had come to when it ended.
    ///
    /// @param target the one that answered, or was tried last; of a kept answer, the one that once made it
    /// @param usage tokens of the answer and of attempts that wasted some
    /// @param cost of all these tokens
    /// @param source where the answer came from
    /// @param savedNanoUsd what a kept answer would have cost now, in 1e-9 USD
    /// @param degraded in what the caller got less than it asked for: `message`, `stale_cache`, `alias:NAME`, `limit:alias:NAME`
    /// @param failure why it failed, or was cut; empty if it did not
    /// @param refusal what refused it: `limit:NAME`, `idempotency_key`, ...; empty if nothing did
    /// @param timeToFirstToken from the call's start; of a buffered call, until the answer was there
    /// @param overhead the time that was ours, not the providers'
    public record Settlement(
            Status status,
            Target target,
            List<Attempt> attempts,
            Usage usage,
            Cost cost,
            Source source,
            long savedNanoUsd,
            Optional<String> degraded,
            Optional<Failure.Kind> failure,
            Optional<String> refusal,
            Optional<String> finishReason,
            Optional<Duration> timeToFirstToken,
            Duration total,
            Duration overhead) {

        public Settlement {
            attempts = List.copyOf(attempts);
        }

        /// Where its answer came from; empty if there was none, or its caller went before a provider had given it.
        public Optional<Source> answeredFrom() {
            boolean answered =
                    switch (status) {
                        case ANSWERED, CUT -> true;
                        case CANCELLED -> source != Source.PROVIDER;
                        case FAILED, REFUSED, ABANDONED -> false;
                    };
            return answered ? Optional.of(source) : Optional.empty();
        }

        /// Its tokens by who used them: those of the answer first, then those that each attempt has wasted. Each of them was priced by itself, so their
        /// costs, rounded each, make the call's.
        public List<Used> usageByTarget() {
            List<Used> wasted =
                    attempts.stream()
                            .map(attempt -> new Used(attempt.target(), attempt.wasted()))
                            .toList();
            Usage answer = wasted.stream().map(Used::usage).reduce(usage, Usage::minus);
            return Stream.concat(Stream.of(new Used(target, answer)), wasted.stream())
                    .filter(used -> !used.usage().isNone())
                    .toList();
        }

        /// The end of a call that a provider has answered, or not.
        public Settlement(
                Status status,
                Target target,
                List<Attempt> attempts,
                Usage usage,
                Cost cost,
                Optional<Failure.Kind> failure,
                Optional<String> finishReason,
                Optional<Duration> timeToFirstToken,
                Duration total,
                Duration overhead) {
            this(
                    status,
                    target,
                    attempts,
                    usage,
                    cost,
                    Source.PROVIDER,
                    0,
                    Optional.empty(),
                    failure,
                    Optional.empty(),
                    finishReason,
                    timeToFirstToken,
                    total,
                    overhead);
        }
    }

    /// Tokens that were used at one target.
    public record Used(Target target, Usage usage) {}

    /// Where an answer came from.
    public enum Source {
        PROVIDER,
        /// A kept answer to the same question.
        CACHE,
        /// The same, expired.
        STALE_CACHE,
        /// An identical call that was under way.
        SHARED,
        /// The same request, sent before under the same idempotency key.
        REPLAY,
        /// The alias's own words.
        MESSAGE
    }

    /// How a call ended.
    public enum Status {
        /// Completely.
        ANSWERED,
        /// Without an answer.
        FAILED,
        /// The provider's stream broke after its first token.
        CUT,
        /// The caller went away.
        CANCELLED,
        /// By us, before it was sent: a limit, or an idempotency key.
        REFUSED,
        /// Nobody has told its end in time: what it used is what was expected.
        ABANDONED
    }

    public LedgerRecord with(Tags others) {
        return new LedgerRecord(
                id,
                startedAt,
                team,
                keyId,
                alias,
                operation,
                streamed,
                firstTarget,
                catalogVersion,
                others,
                expected,
                settlement);
    }

    public LedgerRecord settled(Settlement end) {
        return new LedgerRecord(
                id,
                startedAt,
                team,
                keyId,
                alias,
                operation,
                streamed,
                firstTarget,
                catalogVersion,
                tags,
                Optional.empty(),
                Optional.of(end));
    }

    /// Whether another settlement would take this one's place.
    public boolean abandoned() {
        return settlement.filter(end -> end.status() == Status.ABANDONED).isPresent();
    }

    public String provider() {
        return settlement.map(Settlement::target).orElse(firstTarget).provider();
    }

    public String model() {
        return settlement.map(Settlement::target).orElse(firstTarget).model();
    }
}
