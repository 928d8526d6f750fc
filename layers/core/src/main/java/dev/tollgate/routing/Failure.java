package dev.tollgate.routing;

import java.time.Duration;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Stream;

/// What a provider, or the way to it, did wrong. Two axes: what happened, and what may help.
///
/// @param status the provider's HTTP status, 0 if there was none
/// @param message for people; never holds a secret or a prompt
/// @param retryAfter how long the provider asked us to wait
/// @param words what the provider itself said
public record Failure(
        Kind kind,
        Remedy remedy,
        int status,
        String message,
        Optional<Duration> retryAfter,
        Words words) {

    public static Failure of(Kind kind, String message) {
        return new Failure(kind, kind.remedy, 0, message, Optional.empty(), Words.NONE);
    }

    /// A failure of ours: the call was not sent.
    ///
    /// @param text for people, the caller among them
    public static Failure unsent(
            Kind kind, Remedy remedy, String text, Optional<Duration> retryAfter) {
        return new Failure(kind, remedy, 0, text, retryAfter, Words.ours(text, Optional.empty()));
    }

    @Override
    public String toString() {
        return "Failure[%s, %s, status=%d, %s]".formatted(kind, remedy, status, message);
    }

    /// Whether nothing was sent: the call can't be put in the target's terms, or something of ours stood before it.
    public boolean wasNeverSent() {
        return status == 0 && words.areOurs();
    }

    /// Whether nothing was sent now, but the same call may be later.
    boolean isRefusalForNow() {
        return wasNeverSent() && kind != Kind.BAD_REQUEST;
    }

    /// The same failure with another remedy.
    public Failure with(Remedy other) {
        return new Failure(kind, other, status, message, retryAfter, words);
    }

    /// The same failure, which is worth another try after the shorter of two times.
    Failure orSooner(Optional<Duration> other) {
        Optional<Duration> sooner =
                Stream.of(retryAfter, other).flatMap(Optional::stream).min(Duration::compareTo);
        return new Failure(kind, remedy, status, message, sooner, words);
    }

    /// A provider's own words on what went wrong. For the caller only: they may quote the prompt.
    ///
    /// @param language of the body
    /// @param text its message, empty if it has none
    /// @param param the place in the request that it speaks of, if it names one
    /// @param body its error envelope, empty if it sent none
    public record Words(String language, String text, Optional<String> param, byte[] body) {
        public static final Words NONE = ours("", Optional.empty());

        public Words(String language, String text, byte[] body) {
            this(language, text, Optional.empty(), body);
        }

        /// What we say ourselves, of a call that was not even sent.
        public static Words ours(String text, Optional<String> param) {
            return new Words("", text, param, new byte[0]);
        }

        private boolean areOurs() {
            return language.isEmpty() && !text.isEmpty();
        }

        /// Shows nothing.
        @Override
        public String toString() {
            return "Words[" + language + "]";
        }
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

        /// Whether the provider's state brought it about, and not the call itself: then something else may be said in its place.
        public boolean isTheProviders() {
            return switch (this) {
                case RATE_LIMITED, OVERLOADED, SERVER_ERROR, TIMEOUT, QUOTA, AUTH, NOT_FOUND ->
                        true;
                case CONTEXT_LENGTH, CONTENT_POLICY, BAD_REQUEST -> false;
            };
        }

        /// As the catalogue, the ledger and errors write it: `rate_limited`.
        public String written() {
            return name().toLowerCase(Locale.ROOT);
        }
    }
}
