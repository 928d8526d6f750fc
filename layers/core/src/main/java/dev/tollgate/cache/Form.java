package dev.tollgate.cache;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.tollgate.conversation.Ask;
import dev.tollgate.http.Json;
import dev.tollgate.routing.Call;
import dev.tollgate.routing.Call.Operation;
import java.util.Set;

/// How a caller wants to be answered. The bytes of one answer do for every call of the same question and the same form.
///
/// @param language of the bytes
/// @param streamed whether they are a stream's events
/// @param manner a hash of the request: replies repeat parts of it, and it may ask to be shown more or less
public record Form(String language, boolean streamed, String manner) {
    private static final Set<String> NEVER_SHOWN = Set.of("model", "stream");

    public static Form of(Call call) {
        Ask ask = call.ask();
        return new Form(ask.language().name(), ask.streamed(), manner(call.operation(), ask));
    }

    /// Vectors are told in one manner only.
    private static String manner(Operation operation, Ask ask) {
        if (operation == Operation.EMBEDDINGS) {
            return "";
        }
        ObjectNode request = (ObjectNode) Json.tree(ask.body().bytes());
        return new Digest().tree(request.without(NEVER_SHOWN)).hex();
    }
}
