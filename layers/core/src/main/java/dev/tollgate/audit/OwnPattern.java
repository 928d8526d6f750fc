package dev.tollgate.audit;

import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.regex.PatternSyntaxException;
import java.util.stream.Stream;

/// A team's own pattern, a regular expression of Java's; what it matches becomes `[name]`.
///
/// Expressions can take time without end on texts made for that. This one may look at each character of a text [#LOOKS] times, and all of them together
/// at those of one call as often as [Looks] says; what would take more is treated as if all of the text had matched: rather too much is taken out than too little, and rather that than a call that never ends.
///
/// @param mark what takes a match's place
public record OwnPattern(Pattern pattern, String mark) {
    /// An expression's length, in characters.
    public static final int MAX_LENGTH = 200;

    /// Looks at a text, for each of its characters.
    static final int LOOKS = 200;

    private static final int FREE_LOOKS = 1_000;
    private static final int PROBE_LENGTH = 500;
    private static final String PROBES = "aA0 -.";

    /// @throws Unusable if it is no expression, matches nothing at all (an empty text), or takes too long
    public static OwnPattern of(String name, String expression) throws Unusable {
        if (expression.isEmpty() || expression.length() > MAX_LENGTH) {
            throw new Unusable("need 1 to " + MAX_LENGTH + " characters");
        }
        OwnPattern own;
        try {
            own = new OwnPattern(Pattern.compile(expression), "[" + name + "]");
        } catch (PatternSyntaxException e) {
            throw new Unusable("not a regular expression: " + e.getDescription());
        }
        if (own.replaced("").isEmpty()) {
            throw new Unusable("takes too long");
        }
        if (own.pattern.matcher("").find()) {
            throw new Unusable("matches the empty text");
        }
        if (own.isSlow(expression)) {
            throw new Unusable(
                    "may take very long on some texts; avoid repetitions within repetitions, and say how often at most, as in [0-9]{4,12}");
        }
        return own;
    }

    /// Tries what makes bad expressions slow: one character again and again, and then something else.
    private boolean isSlow(String expression) {
        return Stream.concat(PROBES.chars().boxed(), expression.chars().boxed())
                .distinct()
                .map(c -> Character.toString(c).repeat(PROBE_LENGTH) + "\u0001")
                .anyMatch(probe -> replaced(probe).isEmpty());
    }

    private Optional<String> replaced(String text) {
        return replaced(text, new Looks(Long.MAX_VALUE));
    }

    /// Empty if it takes too long.
    Optional<String> replaced(String text, Looks looks) {
        Watched watched = new Watched(text, looks.take(FREE_LOOKS + (long) LOOKS * text.length()));
        try {
            Matcher matcher = pattern.matcher(watched);
            StringBuilder left = new StringBuilder();
            int done = 0;
            while (matcher.find()) {
                if (matcher.end() > matcher.start()) {
                    left.append(text, done, matcher.start()).append(mark);
                    done = matcher.end();
                }
            }
            return Optional.of(
                    done == 0 ? text : left.append(text, done, text.length()).toString());
        } catch (TooLong | StackOverflowError _) { // Java's matcher recurses
            return Optional.empty();
        } finally {
            looks.giveBack(watched.left);
        }
    }

    /// A text that can be looked at so often only.
    private static final class Watched implements CharSequence {
        private final String text;
        private long left;

        Watched(String text, long left) {
            this.text = text;
            this.left = left;
        }

        @Override
        public char charAt(int index) {
            if (left == 0) {
                throw new TooLong();
            }
            left--;
            return text.charAt(index);
        }

        @Override
        public int length() {
            return text.length();
        }

        @Override
        public CharSequence subSequence(int start, int end) {
            return text.substring(start, end);
        }

        @Override
        public String toString() {
            return text;
        }
    }

    private static final class TooLong extends RuntimeException {
        private static final long serialVersionUID = 1L;

        TooLong() {
            super("looked too often", null, false, false);
        }
    }

    /// An expression that can't be used, and why.
    public static final class Unusable extends Exception {
        private static final long serialVersionUID = 1L;

        Unusable(String message) {
            super(message, null, false, false);
        }
    }
}
