package dev.tollgate.cache;

import dev.tollgate.conversation.Completion;
import dev.tollgate.routing.Answer.Summary;
import dev.tollgate.routing.Target;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/// A complete answer, kept to be given again.
///
/// @param form in which its first caller got it
/// @param bytes that its first caller got, all of them
/// @param completion what it is told from in another form; empty if only the bytes tell it in full
/// @param summary what it used when it was made
/// @param target that made it
/// @param dropped what its first caller was told that it lacks
public record Kept(
        Form form,
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
        return "Kept[" + form.language() + ", " + target + ", " + at + "]";
    }
}
