package dev.tollgate.testkit.sim.gemini;

import com.fasterxml.jackson.databind.JsonNode;
import dev.tollgate.testkit.sim.dialect.Sse;
import java.nio.ByteBuffer;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Base64;
import java.util.Optional;
import java.util.Set;

/// The signature of the thoughts behind a part: that of a function's call is bound to its name.
///
/// @see <a href="https://ai.google.dev/gemini-api/docs/thought-signatures">Thought signatures</a>
final class ThoughtSignature {

    /// What stands in place of the signature of a call that another model made.
    private static final Set<String> PLACEHOLDERS =
            Set.of("skip_thought_signature_validator", "context_engineering_is_the_way_to_go");

    private ThoughtSignature() {}

    static String ofText() {
        return of("");
    }

    static String ofCall(String function) {
        return of(function);
    }

    static boolean isSigned(JsonNode part) {
        return !signature(part).isEmpty();
    }

    /// Refuses a part with a signature that is not its own.
    static void check(JsonNode part) {
        var signature = signature(part);
        var function = Proto.get(part, "functionCall").path("name").asText();
        if (!signature.isEmpty()
                && !PLACEHOLDERS.contains(signature)
                && !Proto.base64(signature).equals(Optional.of(bytes(function)))) {
            throw Proto.wrong("Corrupted thought signature.");
        }
    }

    private static String signature(JsonNode part) {
        return Proto.get(part, "thoughtSignature").asText();
    }

    private static String of(String function) {
        return Base64.getEncoder().encodeToString(bytes(function).array());
    }

    private static ByteBuffer bytes(String function) {
        try {
            var digest = MessageDigest.getInstance("SHA-512");
            digest.update(Sse.utf8("simulated thought\n"));
            var hash = digest.digest(Sse.utf8(function));
            return ByteBuffer.allocate(hash.length + 2)
                    .put((byte) 0x12)
                    .put((byte) 0x40)
                    .put(hash)
                    .flip();
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java has SHA-512", e);
        }
    }
}
