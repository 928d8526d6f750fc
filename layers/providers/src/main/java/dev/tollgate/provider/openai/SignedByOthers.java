package dev.tollgate.provider.openai;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.tollgate.dialect.GivenBack;
import dev.tollgate.http.JsonBody;
import java.util.Optional;

/// What other providers signed in a conversation, and callers give back as we wrote it to them: chat completions have no word for it, and hosts refuse words that they don't know.
final class SignedByOthers {
    /// As what is dropped is reported.
    static final String NAME = "thinking";

    private SignedByOthers() {}

    /// A request's messages without it; empty if there is none.
    static Optional<JsonNode> leaveOut(JsonBody body) {
        if (!new String(body.bytes(), ISO_8859_1).contains(GivenBack.OURS)) {
            return Optional.empty();
        }
        JsonNode messages = body.member("messages").orElseThrow();
        boolean changed = false;
        for (JsonNode message : messages) {
            changed |= leaveOut(message);
        }
        return changed ? Optional.of(messages) : Optional.empty();
    }

    private static boolean leaveOut(JsonNode message) {
        boolean changed = false;
        if (message.path(GivenBack.THOUGHTS).toString().contains(GivenBack.OURS + ":")) {
            ((ObjectNode) message).remove(GivenBack.THOUGHTS);
            changed = true;
        }
        for (JsonNode call : message.path("tool_calls")) {
            if (call.path(GivenBack.EXTRA).has(GivenBack.OURS)) {
                ((ObjectNode) call).remove(GivenBack.EXTRA);
                changed = true;
            }
        }
        return changed;
    }
}
