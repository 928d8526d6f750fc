package dev.tollgate.config;

/// A store did not answer, or throttled beyond our patience. What failed is in the message; nothing secret is.
public final class StoreUnavailable extends RuntimeException {
    private static final long serialVersionUID = 1L;

    public StoreUnavailable(String message) {
        super(message);
    }

    public StoreUnavailable(String message, Throwable cause) {
        super(message, cause);
    }
}
