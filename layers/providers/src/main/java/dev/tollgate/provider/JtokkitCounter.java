package dev.tollgate.provider;

import com.knuddels.jtokkit.Encodings;
import com.knuddels.jtokkit.api.Encoding;
import com.knuddels.jtokkit.api.EncodingType;
import dev.tollgate.usage.TokenCounter;

/// Counts by `o200k_base`, the tokenizer of OpenAI's models since GPT-4o. Its tables are read when the first count is asked for, for most sandboxes never need them.
final class JtokkitCounter implements TokenCounter {

    @Override
    public long count(String text) {
        return Loaded.ENCODING.countTokensOrdinary(text);
    }

    private static final class Loaded {
        static final Encoding ENCODING =
                Encodings.newLazyEncodingRegistry().getEncoding(EncodingType.O200K_BASE);
    }
}
