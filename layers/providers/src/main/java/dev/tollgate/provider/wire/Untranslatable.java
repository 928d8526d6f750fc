package dev.tollgate.provider.wire;

/// A call asks for something that the provider's wire has no word for and that can't be left out. Nothing was sent.
public final class Untranslatable extends RuntimeException {
    private static final long serialVersionUID = 1L;

    /// @param message for the caller: what it is, and why it is refused
    public Untranslatable(String message) {
        super(message, null, false, false);
    }

    public String message() {
        return String.valueOf(getMessage());
    }
}
