package dev.tollgate.cache;

/// A header of a request that does not say what it may. Nothing of its value is in the message.
public final class InvalidHeader extends RuntimeException {
    private static final long serialVersionUID = 1L;
    private final String header;

    /// @param message what would be right
    InvalidHeader(String header, String message) {
        super(header + ": " + message, null, false, false);
        this.header = header;
    }

    /// Its name.
    public String header() {
        return header;
    }

    public String message() {
        return String.valueOf(getMessage());
    }
}
