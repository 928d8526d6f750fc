package dev.tollgate.audit;

import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;

/// How much is kept of a call, each more than the one before.
public enum LogLevel {
    /// Its ledger record, which is always kept.
    NONE,
    /// What it was like: sizes, counts, names and settings, but nothing that was said.
    METADATA,
    /// Request and answer, redacted.
    FULL;

    /// As catalogues and headers write it, in lower case.
    public String written() {
        return name().toLowerCase(Locale.ROOT);
    }

    public static Optional<LogLevel> parse(String written) {
        return Arrays.stream(values()).filter(level -> level.written().equals(written)).findFirst();
    }

    /// The nearest level that is in a range.
    LogLevel within(LogLevel least, LogLevel most) {
        LogLevel enough = compareTo(least) < 0 ? least : this;
        return enough.compareTo(most) > 0 ? most : enough;
    }
}
