package dev.tollgate.provider.wire;

import dev.tollgate.conversation.Prompt;
import java.util.List;

/// What is left of a prompt once nothing is in it that can't be sent.
///
/// @param dropped what is no longer in it, by name
public record Fitted(Prompt prompt, List<String> dropped) {
    public Fitted {
        dropped = List.copyOf(dropped);
    }
}
