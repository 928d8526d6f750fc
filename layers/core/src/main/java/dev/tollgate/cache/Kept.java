package dev.tollgate.cache;

import dev.tollgate.conversation.Completion;
import dev.tollgate.routing.Answer.Summary;
import dev.tollgate.routing.Target;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/// A complete answer, kept to be given again.
///
/// @param language of the bytes
/// @param streamed whether the bytes are a stream's events
/// @param bytes what its first caller got, all of it
/// @param completion what it is told from to a caller of another language, or in the other form; empty if only the bytes tell it in full
/// @param summary what it used when it was made
/// @param target that made it
public record Kept(
        String language,
        boolean streamed,
        byte[] bytes,
        Optional<Completion> completion,
        Summary summary,
        Target target,
        Instant at,
        List<String> dropped) {

    public Kept {
        dropped = List.copyOf(dropped);
    }

    /// Shows nothing of the answer.
    @Override
    public String toString() {
        return "Kept[" + language + ", " + target + ", " + at + "]";
    }
}
