package dev.tollgate.testkit.sim.bedrock;

import dev.tollgate.testkit.sim.dialect.Sse;
import java.util.Base64;

/// The signature of a thought, without which it can't be sent back.
final class Signature {

    private Signature() {}

    static String of(String thought) {
        var digest = SigV4.sha256(Sse.utf8("simulated reasoning\n" + thought));
        return "Es" + Base64.getEncoder().encodeToString(digest);
    }
}
