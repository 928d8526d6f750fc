package dev.tollgate.identity;

/// Where secrets are kept.
public interface Secrets {
    /// The secret's value, at most a minute old.
    ///
    /// @throws Unavailable if it does not exist or the store does not answer
    Secret read(String name);

    /// The secret's value as the store has it now: for when the value in use has just been refused.
    ///
    /// @throws Unavailable if it does not exist or the store does not answer
    Secret readAgain(String name);

    /// A secret could not be had. The message names the secret and never shows a value.
    final class Unavailable extends RuntimeException {
        private static final long serialVersionUID = 1L;

        public Unavailable(String message, Throwable cause) {
            super(message, cause);
        }
    }
}
