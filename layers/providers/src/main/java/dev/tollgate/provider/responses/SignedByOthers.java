package dev.tollgate.provider.responses;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeType;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.tollgate.conversation.Part.Signature;
import dev.tollgate.dialect.GivenBack;
import dev.tollgate.dialect.responses.ReasoningItem;
import dev.tollgate.http.Json;
import dev.tollgate.http.JsonBody;
import dev.tollgate.provider.wire.Tongue;
import java.util.Optional;

/// Items of a conversation that an earlier turn brought in from a provider with another wire: a host of responses would refuse them all.
final class SignedByOthers {
    /// As what is dropped is reported.
    static final String NAME = "thinking";

    private SignedByOthers() {}

    /// A request's input without them; empty if there are none.
    static Optional<JsonNode> leaveOut(JsonBody body) {
        if (body.type("input").filter(JsonNodeType.ARRAY::equals).isEmpty() || !isMarked(body)) {
            return Optional.empty();
        }
        ArrayNode left = Json.mapper().createArrayNode();
        boolean changed = false;
        for (JsonNode item : body.member("input").orElseThrow()) {
            boolean thought = isThoughtOfOthers(item);
            changed |= thought || item.path(GivenBack.EXTRA).has(GivenBack.OURS);
            if (!thought) {
                left.add(
                        item.path(GivenBack.EXTRA).has(GivenBack.OURS)
                                ? ((ObjectNode) item.deepCopy()).without(GivenBack.EXTRA)
                                : item);
            }
        }
        return changed ? Optional.of(left) : Optional.empty();
    }

    /// Whether it is worth reading: a mark is written in plain letters.
    private static boolean isMarked(JsonBody body) {
        return new String(body.bytes(), ISO_8859_1).contains(GivenBack.OURS);
    }

    private static boolean isThoughtOfOthers(JsonNode item) {
        String encrypted = item.path("encrypted_content").asText("");
        return item.path("type").asText().equals(ReasoningItem.TYPE)
                && !Signature.read(encrypted, Tongue.RESPONSES.written())
                        .origin()
                        .equals(Tongue.RESPONSES.written());
    }
}
