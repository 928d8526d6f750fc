package dev.tollgate.testkit.sim.anthropic;

import dev.tollgate.testkit.sim.dialect.Sse;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Base64;

/// The signature of a thought, without which it can't be sent back.
final class Signature {

    private Signature() {}

    static String of(String thought) {
        try {
            var digest = MessageDigest.getInstance("SHA-256");
            digest.update(Sse.utf8("simulated thought\n"));
            return "Eq" + Base64.getEncoder().encodeToString(digest.digest(Sse.utf8(thought)));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java has SHA-256", e);
        }
    }
}
