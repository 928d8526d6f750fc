package dev.tollgate.audit;

import java.util.Optional;

/// Finds what one kind of thing looks like.
@FunctionalInterface
interface Finder {
    /// The first from a position on.
    Optional<Span> find(String text, int from);

    /// Where something stands, up to and without `end`.
    record Span(int start, int end) {}

    static String replaceAll(String text, Finder finder, String mark) {
        Optional<Span> next = finder.find(text, 0);
        if (next.isEmpty()) {
            return text;
        }
        StringBuilder left = new StringBuilder(text.length());
        int done = 0;
        while (next.isPresent()) {
            left.append(text, done, next.get().start()).append(mark);
            done = next.get().end();
            next = finder.find(text, done);
        }
        return left.append(text, done, text.length()).toString();
    }

    static boolean digit(String text, int at) {
        return at >= 0 && at < text.length() && Character.isDigit(text.charAt(at));
    }

    static boolean wordly(String text, int at) {
        return at >= 0
                && at < text.length()
                && (Character.isLetterOrDigit(text.charAt(at)) || text.charAt(at) == '_');
    }

    /// Whether a word may begin there: at the text's start, after what is no part of a word, or after an escape such as `\n` that JSON inside of a text holds.
    static boolean begins(String text, int at) {
        boolean escaped = at >= 2 && text.charAt(at - 2) == '\\' && !digit(text, at - 1);
        return escaped || !wordly(text, at - 1);
    }
}
