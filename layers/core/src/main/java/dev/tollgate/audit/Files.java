package dev.tollgate.audit;

import java.util.Set;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// Files in texts, in base64: nothing that is in them can be found there. A mark with their size can take their place.
final class Files {
    /// Members that hold a file; its media type stands beside it.
    private static final Set<String> MEMBERS = Set.of("data", "file_data", "bytes", "b64_json");

    /// The shortest text that counts as one, in characters: in fewer there is no address or number of a card.
    private static final int MIN_LENGTH = 16;

    /// A `data:` URL's media type with parameters, and what is in it. Lines may be broken.
    private static final Pattern URL =
            Pattern.compile(
                    "(data:([^,\\s\"'<>]{0,200}?);base64,)([A-Za-z0-9+/_=%\\r\\n-]++)",
                    Pattern.CASE_INSENSITIVE);

    private static final Pattern BASE64 = Pattern.compile("[A-Za-z0-9+/_=\\r\\n-]++");

    private Files() {}

    /// Whether a member holds a file.
    static boolean isOne(String member, String text) {
        return text.length() >= MIN_LENGTH
                && MEMBERS.contains(member)
                && BASE64.matcher(text).matches();
    }

    static String mark(String base64) {
        return "[file, " + size(base64) + " bytes]";
    }

    /// A text with marks in place of what is in its `data:` URLs.
    static String marked(String text) {
        return URL.matcher(text).replaceAll(Files::markedUrl);
    }

    private static String markedUrl(MatchResult url) {
        return Matcher.quoteReplacement(
                url.group(1)
                        + "["
                        + (url.group(2).isEmpty() ? "file" : url.group(2))
                        + ", "
                        + size(url.group(3))
                        + " bytes]");
    }

    private static long size(String base64) {
        long digits = base64.chars().filter(c -> c != '=' && !Character.isWhitespace(c)).count();
        return digits * 3 / 4;
    }
}
