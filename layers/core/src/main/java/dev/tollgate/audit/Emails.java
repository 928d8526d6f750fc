package dev.tollgate.audit;

import java.util.HexFormat;
import java.util.Optional;

/// Finds addresses such as `ada.lovelace+news@mail.example.com`, also with letters beyond ASCII.
record Emails() implements Finder {
    private static final int MAX_LOCAL = 64;
    private static final int MAX_DOMAIN = 255;
    private static final String IN_LOCAL = "._%+-'";
    private static final String IN_ESCAPE = "nrtbf";

    @Override
    public Optional<Span> find(String text, int from) {
        for (int at = text.indexOf('@', from); at >= 0; at = text.indexOf('@', at + 1)) {
            int start = local(text, from, at);
            int end = domain(text, at + 1);
            if (start < at && end > at + 1) {
                return Optional.of(new Span(start, end));
            }
        }
        return Optional.empty();
    }

    private static int local(String text, int from, int at) {
        int start = at;
        while (start > from && at - start < MAX_LOCAL && isLocal(text.charAt(start - 1))) {
            start--;
        }
        if (start > 0 && start < at && text.charAt(start - 1) == '\\') {
            int escape = escape(text, start, at);
            if (escape == 0) {
                return start - 1;
            }
            start += escape;
        }
        while (start < at && !Character.isLetterOrDigit(text.charAt(start))) {
            start++;
        }
        return Math.min(start, at);
    }

    /// How many characters of an address are the rest of an escape, as JSON inside of a text holds it.
    ///
    /// @return 0 if it is none, or if nothing would be left of the address
    private static int escape(String text, int start, int at) {
        if (text.charAt(start) != 'u') {
            return at - start > 1 && IN_ESCAPE.indexOf(text.charAt(start)) >= 0 ? 1 : 0;
        }
        return at - start > 5
                        && text.substring(start + 1, start + 5)
                                .chars()
                                .allMatch(HexFormat::isHexDigit)
                ? 5
                : 0;
    }

    private static boolean isLocal(char c) {
        return Character.isLetterOrDigit(c) || IN_LOCAL.indexOf(c) >= 0;
    }

    /// Where the domain ends: after the last label that can be a top-level domain.
    ///
    /// @return its start if it is none
    private static int domain(String text, int start) {
        int end = start;
        while (end < text.length() && end - start < MAX_DOMAIN && isDomain(text.charAt(end))) {
            end++;
        }
        String labels = text.substring(start, end);
        for (int dot = labels.lastIndexOf('.'); dot > 0; dot = labels.lastIndexOf('.')) {
            if (labels.length() - dot > 2 && Character.isLetter(labels.charAt(dot + 1))) {
                return start + labels.length();
            }
            labels = labels.substring(0, dot);
        }
        return start;
    }

    private static boolean isDomain(char c) {
        return Character.isLetterOrDigit(c) || c == '-' || c == '.';
    }
}
