package dev.tollgate.routing;

import java.util.Collection;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/// Names of what was left out, as callers are told them. They may be a caller's or a provider's own, so only plain ones are repeated, and so many of them.
public final class Dropped {
    static final int MAX_NAMES = 20;

    private static final Pattern PLAIN = Pattern.compile("[A-Za-z0-9_.:\\[\\]-]{1,64}");

    private Dropped() {}

    /// One name, fit for a header or a comment; `unknown` if it is not plain.
    public static String name(String given) {
        return PLAIN.matcher(given).matches() ? given : "unknown";
    }

    /// All of them on one line.
    public static String names(Collection<String> given) {
        String first =
                given.stream()
                        .map(Dropped::name)
                        .distinct()
                        .limit(MAX_NAMES)
                        .collect(Collectors.joining(", "));
        return given.size() > MAX_NAMES ? first + ", ..." : first;
    }
}
