package dev.tollgate.provider;

import com.knuddels.jtokkit.Encodings;
import com.knuddels.jtokkit.api.Encoding;
import com.knuddels.jtokkit.api.EncodingType;
import dev.tollgate.usage.TokenCounter;

/// Counts by `o200k_base`, the tokenizer of OpenAI's models since GPT-4o. Its tables are read when the first count is asked for, for most sandboxes never need them.
///
/// What a text has beyond [#MAX_COUNTED] characters is taken to have as many tokens as what comes before.
final class JtokkitCounter implements TokenCounter {
    static final int MAX_COUNTED = 200_000;

    @Override
    public long count(String text) {
        if (text.length() <= MAX_COUNTED) {
            return Loaded.ENCODING.countTokensOrdinary(text);
        }
        long start = Loaded.ENCODING.countTokensOrdinary(text.substring(0, MAX_COUNTED));
        return Math.ceilDiv(start * text.length(), MAX_COUNTED);
    }

    private static final class Loaded {
        static final Encoding ENCODING =
                Encodings.newLazyEncodingRegistry().getEncoding(EncodingType.O200K_BASE);
    }
}
