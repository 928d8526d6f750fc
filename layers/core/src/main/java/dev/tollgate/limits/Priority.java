package dev.tollgate.limits;

import java.util.Locale;
import java.util.Optional;

/// Whose turn it is near a limit: the most urgent first.
public enum Priority {
    CRITICAL,
    NORMAL,
    /// Passes only while a share of the limit is free.
    LOW;

    /// As headers write it: `critical`.
    public String written() {
        return name().toLowerCase(Locale.ROOT);
    }

    public static Optional<Priority> parse(String written) {
        for (Priority priority : values()) {
            if (priority.written().equals(written)) {
                return Optional.of(priority);
            }
        }
        return Optional.empty();
    }
}
