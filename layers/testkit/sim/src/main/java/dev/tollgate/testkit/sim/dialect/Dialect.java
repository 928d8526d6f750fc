package dev.tollgate.testkit.sim.dialect;

import java.time.Duration;
import java.util.Map;
import java.util.Optional;

/// One provider's way to speak HTTP: its addresses, its key, its errors, its headers.
///
/// One instance serves one simulated provider; it may remember (a prompt cache, say) and is then
/// thread-safe.
public interface Dialect {

    /// Whether a request is for this provider, so that even its errors are in its words.
    boolean speaks(Request request);

    /// What a request of this provider asks for; nothing if there is no such address.
    Optional<Operation> operation(Request request);

    /// The API key of a request.
    ///
    /// @throws Refused with the provider's error if there is none
    String key(Request request);

    Errors errors();

    /// The headers that stand on every reply.
    Map<String, String> headers(Duration took, int promptTokens);
}
