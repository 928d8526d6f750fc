package dev.tollgate.function.local;

/// Why there is no server: what to tell people, and the status to exit with.
public final class NotStarted extends Exception {
    private static final long serialVersionUID = 1L;

    /// Nothing is wrong: what was asked for is the help text.
    static final int HELP = 0;

    /// It could not be started this time.
    static final int FAILED = 1;

    /// What was asked for can't be done.
    static final int MISUSED = 2;

    private final int status;

    NotStarted(int status, String message) {
        super(message);
        this.status = status;
    }

    /// The status that the process exits with.
    public int status() {
        return status;
    }

    public String message() {
        return String.valueOf(getMessage());
    }
}
