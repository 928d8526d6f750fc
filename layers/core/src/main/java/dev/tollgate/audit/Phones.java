package dev.tollgate.audit;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// Finds phone numbers in the forms that tell themselves from other numbers: `+49 171 1234567` and `0049 171 1234567`, national ones that begin with a
/// zero (`030 1234567`, `01 23 45 67 89`), and North American ones (`(202) 555-0123`, `2025550123`). Dates, decimals and times in seconds are none.
record Phones() implements Finder {
    private static final int MIN_INTERNATIONAL = 8;
    private static final int MAX_DIGITS = 15;
    private static final int MIN_NATIONAL = 9;
    private static final int MAX_NATIONAL = 12;
    private static final int MAX_BETWEEN = 3;
    private static final String BETWEEN_GROUPS = " -./()\u00a0\u2009\u202f\u2010\u2011\u2013";

    @Override
    public Optional<Span> find(String text, int from) {
        int at = from;
        while (at < text.length()) {
            if (mayBegin(text, at)) {
                int end = end(text, at);
                if (end > at) {
                    return Optional.of(new Span(at, end));
                }
            }
            at++;
            while (Finder.digit(text, at) && Finder.digit(text, at - 1)) {
                at++;
            }
        }
        return Optional.empty();
    }

    private static boolean mayBegin(String text, int at) {
        char c = text.charAt(at);
        if (c == '+' || c == '(') {
            return Finder.digit(text, at + 1) && Finder.begins(text, at);
        }
        return Finder.digit(text, at) && Finder.begins(text, at) && !goesOn(text, at);
    }

    /// Whether it is the rest of something: of a decimal, an identifier with hyphens.
    private static boolean goesOn(String text, int at) {
        char before = at > 0 ? text.charAt(at - 1) : ' ';
        return switch (before) {
            case '.', ',', ':' -> Finder.digit(text, at - 2);
            case '-' -> Finder.wordly(text, at - 2);
            default -> false;
        };
    }

    /// Where the longest number that begins here ends; its start if none does.
    private static int end(String text, int start) {
        boolean international = text.charAt(start) == '+';
        StringBuilder digits = new StringBuilder(MAX_DIGITS);
        List<Integer> groups = new ArrayList<>();
        int longest = start;
        int at = international ? start + 1 : start;
        while (true) {
            int group = at;
            while (Finder.digit(text, at) && digits.length() <= MAX_DIGITS + 2) {
                digits.append((char) ('0' + Character.digit(text.charAt(at), 10)));
                at++;
            }
            if (Finder.digit(text, at)) {
                return longest;
            }
            if (at > group) {
                groups.add(at - group);
                if (!Finder.wordly(text, at)
                        && isNumber(international, digits, groups)
                        && !isDecimal(text, start, groups)) {
                    longest = at;
                }
            }
            int next = nextGroup(text, at);
            if (next == at || isDate(digits, groups)) {
                return longest;
            }
            at = next;
        }
    }

    /// The next digit, if nothing but what may stand between two groups is before it.
    private static int nextGroup(String text, int end) {
        int at = end;
        while (at < text.length()
                && at - end < MAX_BETWEEN
                && BETWEEN_GROUPS.indexOf(text.charAt(at)) >= 0) {
            at++;
        }
        return Finder.digit(text, at) ? at : end;
    }

    private static boolean isNumber(
            boolean international, CharSequence digits, List<Integer> groups) {
        int count = digits.length();
        if (international) {
            return count >= MIN_INTERNATIONAL && count <= MAX_DIGITS && digits.charAt(0) != '0';
        }
        if (groups.getFirst() > 1 && digits.charAt(0) == '0' && digits.charAt(1) == '0') {
            return count >= MIN_INTERNATIONAL + 2 // so there is a third
                    && count <= MAX_DIGITS + 2
                    && digits.charAt(2) != '0';
        }
        if (digits.charAt(0) == '0') {
            return groups.getFirst() > 1 && count >= MIN_NATIONAL && count <= MAX_NATIONAL;
        }
        return isNorthAmerican(digits, groups);
    }

    /// Ten digits, neither the first nor the fourth of which is 0 or 1; with a 1 before them or not.
    private static boolean isNorthAmerican(CharSequence digits, List<Integer> groups) {
        int skipped = digits.length() == 11 && digits.charAt(0) == '1' ? 1 : 0;
        return digits.length() - skipped == 10
                && digits.charAt(skipped) > '1'
                && digits.charAt(skipped + 3) > '1'
                && (groups.equals(List.of(10 + skipped))
                        || groups.equals(List.of(3, 3, 4))
                        || groups.equals(List.of(1, 3, 3, 4))
                        || groups.equals(List.of(1, 10)));
    }

    /// One digit, a point and ten more: `1.2345678901`, but not `1. 2345678901`.
    private static boolean isDecimal(String text, int start, List<Integer> groups) {
        return groups.equals(List.of(1, 10))
                && text.charAt(start + 1) == '.'
                && Finder.digit(text, start + 2);
    }

    /// Day, month and year, or year, month and day.
    private static boolean isDate(CharSequence digits, List<Integer> groups) {
        return digits.length() == 8
                && (groups.equals(List.of(2, 2, 4)) || groups.equals(List.of(4, 2, 2)));
    }
}
