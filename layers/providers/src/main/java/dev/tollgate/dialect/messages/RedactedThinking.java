package dev.tollgate.dialect.messages;

import dev.tollgate.conversation.Part;
import dev.tollgate.conversation.Part.Signature;
import java.util.Optional;

/// Thoughts that only Anthropic can read: a `redacted_thinking` block. In a conversation, a thought without text whose signature says so.
///
/// What Anthropic signs is base64, so that its own signatures never begin with the mark.
public final class RedactedThinking {
    private static final String MARK = "redacted:";

    private RedactedThinking() {}

    public static Part.Thinking of(String data) {
        return new Part.Thinking("", Optional.of(new Signature(MessagesDialect.NAME, MARK + data)));
    }

    /// The block's data, if a thought is such a block.
    static Optional<String> data(Part.Thinking thought) {
        return thought.signature()
                .filter(it -> it.origin().equals(MessagesDialect.NAME))
                .filter(it -> it.value().startsWith(MARK))
                .map(it -> it.value().substring(MARK.length()));
    }
}
