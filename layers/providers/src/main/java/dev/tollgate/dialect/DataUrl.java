package dev.tollgate.dialect;

import dev.tollgate.conversation.Part.Source;

/// `data:image/png;base64,...` and plain addresses. Source: RFC 2397.
public final class DataUrl {
    private static final String SCHEME = "data:";
    private static final String BASE64 = ";base64,";

    private DataUrl() {}

    /// What an address, or a file written as one, stands for.
    ///
    /// @throws dev.tollgate.conversation.Language.InvalidPrompt if it is a `data:` URL that is not in base64
    public static Source read(Field field) {
        String url = field.text();
        if (!url.startsWith(SCHEME)) {
            return new Source.Url(url);
        }
        int comma = url.indexOf(BASE64);
        if (comma < 0) {
            throw field.invalid("need data:TYPE;base64,...");
        }
        String type = url.substring(SCHEME.length(), comma);
        return new Source.Inline(type.split(";", 2)[0], url.substring(comma + BASE64.length()));
    }

    public static String write(Source.Inline inline) {
        return SCHEME + inline.mediaType() + BASE64 + inline.base64();
    }
}
