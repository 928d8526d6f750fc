package dev.tollgate.audit;

import java.util.Optional;

/// Finds numbers of payment cards: 13 to 19 digits, in one piece or in groups, with a first digit that cards have and a last one that
/// [checks](https://www.iso.org/standard/70484.html) (ISO/IEC 7812, annex B: Luhn).
record Cards() implements Finder {
    private static final int MIN_DIGITS = 13;
    private static final int MAX_DIGITS = 19;
    private static final String BETWEEN_GROUPS = " -.\u00a0\u2009\u202f\u2010\u2011\u2013";

    @Override
    public Optional<Span> find(String text, int from) {
        int at = from;
        while (at < text.length()) {
            if (!Finder.digit(text, at)) {
                at++;
            } else {
                int end = Finder.begins(text, at) && !follows(text, at, '+') ? end(text, at) : at;
                if (end > at) {
                    return Optional.of(new Span(at, end));
                }
                at = afterDigits(text, at);
            }
        }
        return Optional.empty();
    }

    /// Where the longest number that begins here ends; its start if none does.
    private static int end(String text, int start) {
        int first = Character.digit(text.charAt(start), 10);
        if (first < 2 || first > 6) {
            return start;
        }
        int longest = start;
        int digits = 0;
        for (int at = start; at < text.length() && digits < MAX_DIGITS; at++) {
            if (Finder.digit(text, at)) {
                digits++;
                boolean groupEnds = !Finder.wordly(text, at + 1);
                boolean fits = digits > MIN_DIGITS || (digits == MIN_DIGITS && first == 4);
                if (groupEnds && fits && checks(text, start, at + 1)) {
                    longest = at + 1;
                }
            } else if (BETWEEN_GROUPS.indexOf(text.charAt(at)) < 0 || !Finder.digit(text, at + 1)) {
                break;
            }
        }
        return longest;
    }

    private static boolean checks(String text, int start, int end) {
        int sum = 0;
        boolean twice = false;
        for (int at = end - 1; at >= start; at--) {
            if (Finder.digit(text, at)) {
                int digit = Character.digit(text.charAt(at), 10) * (twice ? 2 : 1);
                sum += digit > 9 ? digit - 9 : digit;
                twice = !twice;
            }
        }
        return sum % 10 == 0;
    }

    private static boolean follows(String text, int at, char before) {
        return at > 0 && text.charAt(at - 1) == before;
    }

    private static int afterDigits(String text, int start) {
        int at = start;
        while (Finder.digit(text, at)) {
            at++;
        }
        return at;
    }
}
