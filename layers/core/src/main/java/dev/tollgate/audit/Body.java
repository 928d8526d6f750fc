package dev.tollgate.audit;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.util.RawValue;
import dev.tollgate.audit.Texts.Changed;
import java.util.Optional;

/// A request or an answer as it is stored: redacted, and not too large.
///
/// What is too large loses the rest of its longest texts first, so that a conversation around an image stays readable; what is too large even so ends as a text.
///
/// @param written JSON, or a text
/// @param truncated whether something of it is missing
record Body(String written, boolean json, boolean truncated) {
    /// The most that is stored of one, in bytes as they are in the answer to a reader: that stands in what a Lambda function gives API Gateway as a string, with
    /// every quote escaped. Two bodies fit the 6 MB of that: what is stored can be read.
    static final int MAX_BYTES = 2_800_000;

    /// What is left of a text in what is too large, in characters.
    static final int MAX_TEXT = 16_384;

    static Body of(byte[] sent, Redactor redactor) {
        Optional<Changed> redacted = new Texts(redactor).in(sent);
        if (redacted.isEmpty()) {
            return text(redactor.text(new String(sent, UTF_8)), false);
        }
        String json = redacted.get().json();
        if (fits(json)) {
            return new Body(json, true, redacted.get().incomplete());
        }
        return new Texts(Body::shortened)
                .in(json.getBytes(UTF_8))
                .map(Changed::json)
                .filter(Body::fits)
                .map(it -> new Body(it, true, true))
                .orElseGet(() -> text(json, true));
    }

    /// Puts it under `body`.
    void put(ObjectNode under) {
        if (json) {
            under.putRawValue("body", new RawValue(written));
        } else {
            under.put("body", written);
        }
        if (truncated) {
            under.put("truncated", true);
        }
    }

    private static Body text(String text, boolean truncated) {
        int end = fitting(text, 2);
        return new Body(text.substring(0, end), false, truncated || end < text.length());
    }

    private static boolean fits(String json) {
        return fitting(json, 1) == json.length();
    }

    /// How many characters fit.
    ///
    /// @param escaped how often they are, until a reader's answer is on its way
    private static int fitting(String text, int escaped) {
        int bytes = 0;
        for (int at = 0; at < text.length(); at++) {
            bytes += size(text.charAt(at), escaped);
            if (bytes > MAX_BYTES) {
                return at;
            }
        }
        return text.length();
    }

    private static String shortened(String text) {
        return text.length() <= MAX_TEXT
                ? text
                : text.substring(0, MAX_TEXT) + "... [" + text.length() + " characters]";
    }

    /// A character's bytes at most. What has six, as an escaped control character and each half of a pair, gets a backslash more each time.
    private static int size(char c, int escaped) {
        if (c < ' ' || Character.isSurrogate(c)) {
            return 5 + escaped;
        }
        if (c < 0x80) {
            return c == '"' || c == '\\' ? 1 << escaped : 1;
        }
        return c < 0x800 ? 2 : 3;
    }

    /// Shows nothing of what was said.
    @Override
    public String toString() {
        return "Body["
                + written.length()
                + (truncated ? " characters, truncated]" : " characters]");
    }
}
