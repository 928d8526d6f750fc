package dev.tollgate.provider.bedrock;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.tollgate.conversation.Part;
import dev.tollgate.conversation.Part.Signature;
import dev.tollgate.http.Json;
import dev.tollgate.provider.wire.Tongue;
import java.util.Optional;

/// What a model thought, as Converse has it: a text with a signature, or bytes that only its provider can read. The bytes are a signature of ours, marked.
final class ReasoningContent {
    private static final String REDACTED = "redacted:";

    private ReasoningContent() {}

    static Part.Thinking read(JsonNode content) {
        JsonNode text = content.path("reasoningText");
        Optional<Signature> signature =
                content.has("redactedContent")
                        ? Optional.of(redacted(content.path("redactedContent").asText()))
                        : signed(text.path("signature").asText(""));
        return new Part.Thinking(text.path("text").asText(""), signature);
    }

    static Optional<Signature> signed(String signature) {
        return signature.isEmpty() ? Optional.empty() : Optional.of(ours(signature));
    }

    static Signature redacted(String base64) {
        return ours(REDACTED + base64);
    }

    private static Signature ours(String value) {
        return new Signature(Tongue.BEDROCK.written(), value);
    }

    /// The block as it is given back.
    static ObjectNode write(Part.Thinking thought) {
        ObjectNode block = Json.object();
        ObjectNode content = block.putObject("reasoningContent");
        String signature = thought.signature().map(Signature::value).orElse("");
        if (signature.startsWith(REDACTED)) {
            content.put("redactedContent", signature.substring(REDACTED.length()));
            return block;
        }
        ObjectNode text = content.putObject("reasoningText").put("text", thought.text());
        if (!signature.isEmpty()) {
            text.put("signature", signature);
        }
        return block;
    }
}
