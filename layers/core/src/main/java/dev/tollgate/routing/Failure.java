package dev.tollgate.routing;

import java.time.Duration;
import java.util.Locale;
import java.util.Optional;

/// What a provider, or the way to it, did wrong. Two axes: what happened, and what may help.
///
/// @param status the provider's HTTP status, 0 if there was none
/// @param message for people; never holds a secret or a prompt
/// @param retryAfter how long the provider asked us to wait
/// @param body the provider's own error, in its dialect; empty if it sent none
public record Failure(
        Kind kind,
        Remedy remedy,
        int status,
        String message,
        Optional<Duration> retryAfter,
        byte[] body) {

    private static final byte[] NO_BODY = {};

    public static Failure of(Kind kind, String message) {
        return new Failure(kind, kind.remedy, 0, message, Optional.empty(), NO_BODY);
    }

    /// Shows no body: it may quote the prompt.
    @Override
    public String toString() {
        return "Failure[%s, %s, status=%d, %s]".formatted(kind, remedy, status, message);
    }

    /// What may help.
    public enum Remedy {
        /// The same target again, a little later; then the next.
        SAME_TARGET,
        /// Another target; the same would fail again.
        NEXT_TARGET,
        /// Nothing: the call itself is at fault.
        NOTHING
    }

    /// What happened. The remedy is the usual one; a provider's classifier may know better.
    public enum Kind {
        RATE_LIMITED(Remedy.SAME_TARGET),
        OVERLOADED(Remedy.SAME_TARGET),
        SERVER_ERROR(Remedy.SAME_TARGET),
        TIMEOUT(Remedy.NEXT_TARGET),
        CONTEXT_LENGTH(Remedy.NEXT_TARGET),
        /// Whether another provider may see what one has refused is a decision, so the default is no.
        CONTENT_POLICY(Remedy.NOTHING),
        QUOTA(Remedy.NEXT_TARGET),
        AUTH(Remedy.NEXT_TARGET),
        NOT_FOUND(Remedy.NEXT_TARGET),
        BAD_REQUEST(Remedy.NOTHING);

        private final Remedy remedy;

        Kind(Remedy remedy) {
            this.remedy = remedy;
        }

        public Remedy remedy() {
            return remedy;
        }

        /// As the catalogue, the ledger and errors write it: `rate_limited`.
        public String written() {
            return name().toLowerCase(Locale.ROOT);
        }
    }
}
