package dev.tollgate.testkit.sim.dialect;

import java.util.ArrayList;
import java.util.List;

/// The simulated provider's way of counting: a token is a run of letters, digits and `_`, or any
/// one other character, with the white space before it.
///
/// White space at the end belongs to the last token, or is one token if there is no other.
/// `"Say hi, twice."` has five tokens.
public final class Tokens {

    private Tokens() {}

    public static int count(String text) {
        return split(text).size();
    }

    /// The tokens in order; joined they are the text.
    public static List<String> split(String text) {
        var tokens = new ArrayList<String>();
        int lastWord = text.stripTrailing().length();
        int start = 0;
        while (start < text.length()) {
            int end = end(text, start);
            if (end >= lastWord) {
                end = text.length();
            }
            tokens.add(text.substring(start, end));
            start = end;
        }
        return tokens;
    }

    /// The first `max` tokens as one text.
    public static String first(int max, String text) {
        int end = 0;
        for (int taken = 0; taken < max && end < text.length(); taken++) {
            end = end(text, end);
        }
        return text.substring(0, end);
    }

    private static int end(String text, int start) {
        int at = start;
        while (at < text.length() && Character.isWhitespace(text.codePointAt(at))) {
            at += Character.charCount(text.codePointAt(at));
        }
        int word = at;
        while (at < text.length() && isWord(text.codePointAt(at))) {
            at += Character.charCount(text.codePointAt(at));
        }
        return at > word || at == text.length()
                ? at
                : at + Character.charCount(text.codePointAt(at));
    }

    private static boolean isWord(int codePoint) {
        return Character.isLetterOrDigit(codePoint) || codePoint == '_';
    }
}
